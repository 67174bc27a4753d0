package io.jdaemon.fleet;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.jdaemon.posix.Reason;
import io.jdaemon.process.Deadline;
import io.jdaemon.restart.RestartGate.Passage;
import io.jdaemon.settings.FleetSettings;
import io.jdaemon.settings.WithoutCoordinator;
import io.jdaemon.shutdown.LifecycleLog;

/**
 * The wait of one restart for a permit.
 */
final class PermitPassage implements Passage {

	/** How long no call may succeed. A database that restarts is back by then. */
	private static final Duration OUTAGE = Duration.ofSeconds(30);

	// A call in progress when the patience ends may wait for a connection as long.
	private static final Duration LAST_CALL = Duration.ofSeconds(60);

	private static final long SHORTEST_PAUSE = 1000;

	private static final long LONGEST_PAUSE = 5000;

	private static final double SPREAD = 0.2;

	private final FleetSettings settings;

	private final FleetPermits permits;

	private final PermitText text;

	private final Listener listener;

	private final LifecycleLog log;

	private final CountDownLatch waited = new CountDownLatch(1);

	private Phase phase = Phase.WAITING;

	private boolean granted = true;

	// Used by the waiting thread only
	private String reported = "";

	/**
	 * Create the wait.
	 * @param settings the settings of the fleet
	 * @param permits the permits
	 * @param text puts them in words
	 * @param listener called when it is over
	 * @param log the log of the lifecycle
	 */
	PermitPassage(FleetSettings settings, FleetPermits permits, PermitText text, Listener listener, LifecycleLog log) {
		this.settings = settings;
		this.permits = permits;
		this.text = text;
		this.listener = listener;
		this.log = log;
	}

	@Override
	public Duration limit() {
		return this.settings.patience().plus(LAST_CALL);
	}

	@Override
	public Optional<String> await(Consumer<String> waiting) {
		Optional<String> refusal = awaitPermit(waiting);
		if (enter(refusal.isEmpty())) {
			return Optional.empty();
		}
		this.listener.withoutRestart(this);
		return refusal.or(this::ended);
	}

	private Optional<String> awaitPermit(Consumer<String> waiting) {
		Deadline patience = Deadline.after(this.settings.patience());
		long start = System.nanoTime();
		long pause = SHORTEST_PAUSE;
		Deadline outage = Deadline.after(OUTAGE);
		boolean responded = false;
		while (!over()) {
			String obstacle;
			try {
				if (this.permits.acquire(this::over)) {
					this.log.info(FleetEntries.acquired(this.settings, Duration.ofNanos(System.nanoTime() - start)));
					return Optional.empty();
				}
				outage = Deadline.after(OUTAGE);
				responded = true;
				obstacle = holders();
			}
			catch (Exception | LinkageError ex) {
				if (outage.remainingNanos() <= 0 || !responded && patience.remainingNanos() <= 0) {
					return withoutCoordinator(Reason.of(ex));
				}
				obstacle = "which cannot be asked for: " + Reason.of(ex);
			}
			if (patience.remainingNanos() <= 0) {
				return Optional
					.of("It did not get " + this.text.permit() + " within " + this.settings.patience().toSeconds()
							+ " s (jdaemon.fleet.patience)" + (obstacle.isEmpty() ? "." : ", " + obstacle + "."));
			}
			report(obstacle, waiting);
			pause(Math.min(pause, TimeUnit.NANOSECONDS.toMillis(patience.remainingNanos()) + 1));
			pause = Math.min(LONGEST_PAUSE, pause + pause / 2);
		}
		return ended();
	}

	private Optional<String> ended() {
		return Optional.of("The wait for " + this.text.permit() + " was ended.");
	}

	// Not to know who it is makes no difference to the wait.
	private String holders() {
		try {
			return this.text.holders(this.permits.held());
		}
		catch (Exception | LinkageError ex) {
			return "";
		}
	}

	private Optional<String> withoutCoordinator(String reason) {
		if (this.settings.withoutCoordinator() == WithoutCoordinator.RESTART) {
			this.log.warn(FleetEntries.withoutPermit(this.settings, reason));
			passWithoutPermit();
			return Optional.empty();
		}
		return Optional.of("It cannot ask for " + this.text.permit()
				+ " (jdaemon.fleet.without-coordinator is refuse): " + reason + ".");
	}

	private synchronized void passWithoutPermit() {
		this.granted = false;
	}

	private void report(String obstacle, Consumer<String> waiting) {
		String clause = "waiting for " + this.text.permit() + (obstacle.isEmpty() ? "" : ", " + obstacle);
		if (!clause.equals(this.reported)) {
			this.reported = clause;
			waiting.accept(clause);
		}
	}

	// At random, so that hosts that were asked at once do not all come at once.
	private void pause(long millis) {
		double factor = ThreadLocalRandom.current().nextDouble(1 - SPREAD, 1 + SPREAD);
		try {
			this.waited.await(Math.round(millis * factor), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			// Nothing of ours interrupts this thread. Go on without waiting.
		}
	}

	private boolean over() {
		return this.waited.getCount() == 0;
	}

	private synchronized boolean enter(boolean permitted) {
		if (this.phase == Phase.WAITING) {
			this.phase = permitted ? Phase.PASSED : Phase.OVER;
			this.waited.countDown();
			if (permitted) {
				this.listener.passed(this);
			}
		}
		return this.phase == Phase.PASSED;
	}

	@Override
	public synchronized void begin() {
		if (this.phase == Phase.PASSED) {
			this.phase = Phase.BEGUN;
		}
	}

	@Override
	public synchronized void cancel() {
		boolean passed = this.phase == Phase.PASSED || this.phase == Phase.BEGUN;
		this.phase = Phase.OVER;
		this.waited.countDown();
		if (passed) {
			this.listener.withoutRestart(this);
		}
	}

	/**
	 * End the wait, and what has passed but not begun.
	 * @return whether no restart follows, so that the permit is not needed
	 */
	synchronized boolean close() {
		if (this.phase == Phase.WAITING || this.phase == Phase.PASSED) {
			cancel();
		}
		return this.phase == Phase.OVER;
	}

	@Override
	public synchronized void failed() {
		if (this.granted) {
			this.phase = Phase.FAILED;
			this.listener.failed(this);
		}
		else {
			cancel();
		}
	}

	private enum Phase {

		WAITING, PASSED, BEGUN, FAILED, OVER

	}

	/** Learns how it ended. */
	interface Listener {

		/**
		 * The restart may be prepared.
		 * @param passage the wait
		 */
		void passed(PermitPassage passage);

		/**
		 * No restart follows, although nothing has failed.
		 * @param passage the wait
		 */
		void withoutRestart(PermitPassage passage);

		/**
		 * The restart has failed.
		 * @param passage the wait that it came from
		 */
		void failed(PermitPassage passage);

	}

}
