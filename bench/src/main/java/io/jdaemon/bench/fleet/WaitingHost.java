package io.jdaemon.bench.fleet;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import io.jdaemon.RestartPermits;
import io.jdaemon.bench.options.FleetOptions;

/**
 * A host that has been asked to restart: it waits for a permit, restarts, settles, and
 * releases the permit.
 */
final class WaitingHost {

	private static final Duration RENEWAL = Duration.ofSeconds(30);

	private final String name;

	private final RestartPermits permits;

	private final FleetOptions options;

	private final ScheduledExecutorService threads;

	private final Tally tally;

	private final Pauses pauses = new Pauses();

	WaitingHost(String name, RestartPermits permits, FleetOptions options, ScheduledExecutorService threads,
			Tally tally) {
		this.name = name;
		this.permits = permits;
		this.options = options;
		this.threads = threads;
		this.tally = tally;
	}

	void start() {
		this.threads.execute(() -> run(this::acquire));
	}

	private void acquire() throws Exception {
		long begin = System.nanoTime();
		boolean granted = this.permits.acquire(this.name);
		this.tally.attempted(begin, System.nanoTime(), granted);
		if (granted) {
			hold(this.options.hold());
		}
		else {
			this.tally.seen(this.permits.held().size());
			schedule(this.pauses.next(ThreadLocalRandom.current().nextDouble()), this::acquire);
		}
	}

	private void hold(Duration left) {
		if (left.compareTo(RENEWAL) > 0) {
			schedule(RENEWAL, () -> {
				this.permits.renew(this.name);
				this.tally.renewed();
				hold(left.minus(RENEWAL));
			});
		}
		else {
			schedule(left, () -> {
				this.tally.releasing(System.nanoTime());
				this.permits.release(this.name, this.name);
				this.tally.released(System.nanoTime());
			});
		}
	}

	private void schedule(Duration time, Step step) {
		this.threads.schedule(() -> run(step), this.options.scaled(time).toNanos(), TimeUnit.NANOSECONDS);
	}

	private void run(Step step) {
		try {
			step.run();
		}
		catch (Exception ex) {
			this.tally.failed(this.name, ex);
		}
	}

	private interface Step {

		void run() throws Exception;

	}

}
