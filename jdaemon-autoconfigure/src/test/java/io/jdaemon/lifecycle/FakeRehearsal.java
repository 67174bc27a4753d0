package io.jdaemon.lifecycle;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

import io.jdaemon.rehearsal.Rehearsal;
import io.jdaemon.rehearsal.RehearsalResult;

/**
 * A rehearsal that ends when a test says so, or is cancelled. It can run more than once.
 */
final class FakeRehearsal implements Rehearsal {

	static final RehearsalResult COMPLETE = new RehearsalResult.Complete(Duration.ofSeconds(1));

	private final BlockingQueue<RehearsalResult> results = new LinkedBlockingQueue<>();

	private final BlockingQueue<Duration> limits = new LinkedBlockingQueue<>();

	void end(RehearsalResult result) {
		this.results.add(result);
	}

	/**
	 * Wait until the rehearsal runs.
	 * @return its time limit
	 */
	Duration awaitRun() throws InterruptedException {
		return this.limits.take();
	}

	int waitingRuns() {
		return this.limits.size();
	}

	@Override
	public RehearsalResult run(Duration limit) {
		this.limits.add(limit);
		try {
			return this.results.take();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void cancel() {
		this.results.add(new RehearsalResult.Cancelled());
	}

}
