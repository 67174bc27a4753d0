package io.jdaemon.lifecycle;

import io.jdaemon.shutdown.Application;

/**
 * An application that only records its calls, and closes as a test requires.
 */
final class FakeApplication implements Application {

	private final Journal journal;

	volatile Runnable whileClosing = () -> {
	};

	volatile Runnable beforeHandover = () -> {
	};

	FakeApplication(Journal journal) {
		this.journal = journal;
	}

	@Override
	public void close() {
		this.journal.add("close");
		this.whileClosing.run();
	}

	@Override
	public void stop() {
		this.journal.add("stop");
		this.whileClosing.run();
	}

	@Override
	public void beforeHandover() {
		this.journal.add("before handover");
		this.beforeHandover.run();
	}

	@Override
	public void handoverFailed() {
		this.journal.add("handover failed");
	}

	@Override
	public boolean alive() {
		return true;
	}

	@Override
	public void exit(int status) {
		this.journal.add("exit " + status);
	}

}
