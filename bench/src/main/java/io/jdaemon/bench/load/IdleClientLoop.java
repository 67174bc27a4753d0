package io.jdaemon.bench.load;

import io.jdaemon.bench.client.Client;

/**
 * Keeps a connection open and sends one request on it after each restart has started. If
 * that request fails, the client sends another one when the restart has completed, so
 * that a connection is open during the next restart.
 */
final class IdleClientLoop implements ClientLoop {

	static final long DELAY_MILLIS = 2000;

	private final Client client;

	private final RestartProgress progress;

	private volatile int settled = -1;

	IdleClientLoop(Client client, RestartProgress progress) {
		this.client = client;
		this.progress = progress;
	}

	@Override
	public void run() throws InterruptedException {
		connect();
		this.settled = 0;
		for (int restart = 1; this.progress.awaitStarted(restart); restart++) {
			Thread.sleep(DELAY_MILLIS);
			if (!this.client.request() && this.progress.awaitCompleted(restart)) {
				connect();
			}
			this.settled = restart;
		}
	}

	private void connect() throws InterruptedException {
		boolean connected = this.client.request();
		while (!connected && !this.progress.finished()) {
			connected = this.client.request();
		}
	}

	@Override
	public void restartCompleted() {
	}

	@Override
	public boolean settled(int restarts) {
		return this.settled >= restarts;
	}

	@Override
	public void close() {
		this.client.close();
	}

}
