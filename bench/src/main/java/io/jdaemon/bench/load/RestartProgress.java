package io.jdaemon.bench.load;

/**
 * How many restarts have begun and are over, for clients that wait for one.
 */
final class RestartProgress {

	private int begun;

	private int over;

	private boolean finished;

	synchronized void begin() {
		this.begun++;
		notifyAll();
	}

	synchronized void over() {
		this.over++;
		notifyAll();
	}

	synchronized void finish() {
		this.finished = true;
		notifyAll();
	}

	synchronized boolean finished() {
		return this.finished;
	}

	synchronized boolean awaitBegin(int round) throws InterruptedException {
		while (!this.finished && this.begun < round) {
			wait();
		}
		return !this.finished;
	}

	synchronized boolean awaitOver(int round) throws InterruptedException {
		while (!this.finished && this.over < round) {
			wait();
		}
		return !this.finished;
	}

}
