package io.jdaemon.bench.load;

/**
 * How many restarts have started and completed, for clients that wait for one.
 */
final class RestartProgress {

	private int started;

	private int completed;

	private boolean finished;

	synchronized void restartStarted() {
		this.started++;
		notifyAll();
	}

	synchronized void restartCompleted() {
		this.completed++;
		notifyAll();
	}

	synchronized void finish() {
		this.finished = true;
		notifyAll();
	}

	synchronized boolean finished() {
		return this.finished;
	}

	synchronized boolean awaitStarted(int restart) throws InterruptedException {
		while (!this.finished && this.started < restart) {
			wait();
		}
		return !this.finished;
	}

	synchronized boolean awaitCompleted(int restart) throws InterruptedException {
		while (!this.finished && this.completed < restart) {
			wait();
		}
		return !this.finished;
	}

}
