package io.jdaemon.bench.load;

import io.jdaemon.bench.client.Client;

/**
 * Sends one request after another, with a pause between them.
 */
final class BusyClientLoop implements ClientLoop {

	private final Client client;

	private final RestartProgress progress;

	private final int pauseMillis;

	private final int responses;

	private volatile long succeededBefore;

	BusyClientLoop(Client client, RestartProgress progress, int pauseMillis, int responses) {
		this.client = client;
		this.progress = progress;
		this.pauseMillis = pauseMillis;
		this.responses = responses;
	}

	@Override
	public void run() throws InterruptedException {
		while (!this.progress.finished()) {
			this.client.request();
			if (this.pauseMillis > 0) {
				Thread.sleep(this.pauseMillis);
			}
		}
	}

	@Override
	public void restartCompleted() {
		this.succeededBefore = this.client.succeeded();
	}

	@Override
	public boolean settled(int restarts) {
		return this.client.succeeded() - this.succeededBefore >= this.responses;
	}

	@Override
	public void close() {
		this.client.close();
	}

}
