package io.jdaemon.lifecycle;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.jdaemon.shutdown.Application;

/**
 * An application that only records its calls, and closes as a test requires.
 */
final class FakeApplication implements Application {

	private final Journal journal;

	final Queue<Object> published = new ConcurrentLinkedQueue<>();

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
	public void stop(Runnable closed) {
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
	public void publish(Object event) {
		this.published.add(event);
	}

	@Override
	public void refuseTraffic() {
		this.published.add("refuse traffic");
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
