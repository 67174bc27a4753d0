package io.jdaemon.fleet;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.jdaemon.posix.Reason;
import io.jdaemon.process.Deadline;
import io.jdaemon.settings.FleetSettings;
import io.jdaemon.shutdown.DaemonThreads;
import io.jdaemon.shutdown.LifecycleLog;
import org.jspecify.annotations.Nullable;

/**
 * Looks after the permit of an instance that is ready: it gives signs of life, and
 * releases the permit once the instance has stayed healthy, or keeps it after a failed
 * restart.
 */
final class PermitKeeper {

	/** How often it gives a sign of life. */
	static final Duration RENEWAL = Duration.ofSeconds(30);

	private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);

	// An indicator of the health may log each time that it is asked.
	private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

	// An application may be ready a moment before it accepts traffic.
	private static final Duration NOTEWORTHY = Duration.ofSeconds(4);

	private final boolean release;

	private final FleetSettings settings;

	private final FleetPermits permits;

	private final Supplier<Optional<String>> healthProblem;

	private final Runnable ended;

	private final LifecycleLog log;

	private final CountDownLatch over = new CountDownLatch(1);

	// Used by its thread only
	private @Nullable Deadline renewal;

	private @Nullable Deadline settled;

	private @Nullable String reported;

	private Duration pause = SHORTEST_PAUSE;

	/**
	 * Create the keeper.
	 * @param release whether to release the permit
	 * @param settings the settings of the fleet
	 * @param permits the permits
	 * @param healthProblem why this instance is not healthy; empty if it is
	 * @param ended called once this instance has no permit
	 * @param log the log of the lifecycle
	 */
	PermitKeeper(boolean release, FleetSettings settings, FleetPermits permits,
			Supplier<Optional<String>> healthProblem, Runnable ended, LifecycleLog log) {
		this.release = release;
		this.settings = settings;
		this.permits = permits;
		this.healthProblem = healthProblem;
		this.ended = ended;
		this.log = log;
	}

	void start() {
		DaemonThreads.start("jdaemon-permit", this::run);
	}

	/**
	 * Stop. Afterwards it does nothing more to the permit. This does not wait for a call
	 * that is in progress.
	 */
	void stop() {
		this.over.countDown();
	}

	private boolean over() {
		return this.over.getCount() == 0;
	}

	private void run() {
		while (!over()) {
			try {
				if (!renewed() || this.release && settled() && released()) {
					this.ended.run();
					return;
				}
			}
			catch (Exception | LinkageError ex) {
				hold(Reason.of(ex));
			}
			pause();
		}
	}

	private boolean renewed() throws Exception {
		boolean first = this.renewal == null;
		if (this.renewal == null || this.renewal.remainingNanos() <= 0) {
			if (!this.permits.renew(this::over)) {
				if (!first && !over()) {
					this.log.info(FleetEntries.lost(this.settings));
				}
				return false;
			}
			this.renewal = Deadline.after(RENEWAL);
		}
		return true;
	}

	private boolean released() throws Exception {
		boolean released = this.permits.release(this::over);
		if (released) {
			this.log.info(FleetEntries.released(this.settings));
		}
		return released;
	}

	private boolean settled() {
		Optional<String> healthProblem = this.healthProblem.get();
		if (healthProblem.isPresent()) {
			hold(healthProblem.get());
			return false;
		}
		this.pause = SHORTEST_PAUSE;
		if (this.settled == null) {
			this.settled = Deadline.after(this.settings.settle());
		}
		return this.settled.remainingNanos() <= 0;
	}

	private void hold(String reason) {
		this.settled = null;
		this.pause = (this.pause.compareTo(LONGEST_PAUSE.dividedBy(2)) < 0) ? this.pause.multipliedBy(2)
				: LONGEST_PAUSE;
		if (this.release && this.pause.compareTo(NOTEWORTHY) >= 0 && !reason.equals(this.reported) && !over()) {
			this.reported = reason;
			this.log.warn(FleetEntries.notReleased(this.settings, reason));
		}
	}

	private void pause() {
		try {
			this.over.await(this.pause.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			// Nothing of ours interrupts this thread. Go on without waiting.
		}
	}

}
