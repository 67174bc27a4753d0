package io.jdaemon.bench.load;

import io.jdaemon.bench.client.Client;

/**
 * Sends one request after the other.
 */
final class BusyClientLoop implements ClientLoop {

	private final Client client;

	private final RestartProgress rounds;

	private final int pauseMillis;

	private final int answers;

	private volatile long answeredBefore;

	BusyClientLoop(Client client, RestartProgress rounds, int pauseMillis, int answers) {
		this.client = client;
		this.rounds = rounds;
		this.pauseMillis = pauseMillis;
		this.answers = answers;
	}

	@Override
	public void run() throws InterruptedException {
		while (!this.rounds.finished()) {
			this.client.request();
			if (this.pauseMillis > 0) {
				Thread.sleep(this.pauseMillis);
			}
		}
	}

	@Override
	public void roundOver() {
		this.answeredBefore = this.client.answered();
	}

	@Override
	public boolean settled(int round) {
		return this.client.answered() - this.answeredBefore >= this.answers;
	}

	@Override
	public void close() {
		this.client.close();
	}

}
