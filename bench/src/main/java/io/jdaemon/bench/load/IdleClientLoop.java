package io.jdaemon.bench.load;

import io.jdaemon.bench.client.Client;

/**
 * Holds a connection and sends one request on it after each restart has begun. If that
 * fails, the client opens another connection, by another request, once the restart is
 * over, to have one to hold through the next.
 */
final class IdleClientLoop implements ClientLoop {

	static final long DELAY_MILLIS = 2000;

	private final Client client;

	private final RestartProgress rounds;

	private volatile int settled = -1;

	IdleClientLoop(Client client, RestartProgress rounds) {
		this.client = client;
		this.rounds = rounds;
	}

	@Override
	public void run() throws InterruptedException {
		hold();
		this.settled = 0;
		for (int round = 1; this.rounds.awaitBegin(round); round++) {
			Thread.sleep(DELAY_MILLIS);
			if (!this.client.request() && this.rounds.awaitOver(round)) {
				hold();
			}
			this.settled = round;
		}
	}

	private void hold() throws InterruptedException {
		boolean held = this.client.request();
		while (!held && !this.rounds.finished()) {
			held = this.client.request();
		}
	}

	@Override
	public void roundOver() {
	}

	@Override
	public boolean settled(int round) {
		return this.settled >= round;
	}

	@Override
	public void close() {
		this.client.close();
	}

}
