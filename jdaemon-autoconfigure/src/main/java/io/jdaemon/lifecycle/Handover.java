package io.jdaemon.lifecycle;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * A restart by handover, from the start of the successor until it has the PID file or has
 * failed. Like the lifecycle, of which it is a part, it acts on events in one thread.
 */
final class Handover {

	// A successor that is ready and then dies at once has not got the PID file.
	private static final Duration PROBATION = Duration.ofSeconds(1);

	private final Successor successor;

	private final String requestedBy;

	private final Duration patience;

	private final Consumer<Runnable> events;

	private final Results results;

	private Phase phase = Phase.STARTING;

	private Deadline deadline;

	/**
	 * Begin.
	 * @param successor the successor, which is starting
	 * @param requestedBy what asked for the restart
	 * @param patience how long it may take to be ready, and how long to take over
	 * @param events where to put what is to be done in the lifecycle's thread
	 * @param results what comes of it
	 */
	Handover(Successor successor, String requestedBy, Duration patience, Consumer<Runnable> events, Results results) {
		this.successor = successor;
		this.requestedBy = requestedBy;
		this.patience = patience;
		this.events = events;
		this.results = results;
		this.deadline = Deadline.after(patience);
		LifecycleThreads.start("jdaemon-handover", () -> {
			boolean ready = successor.awaitReady();
			events.accept(() -> answered(ready));
		});
	}

	String requestedBy() {
		return this.requestedBy;
	}

	Deadline deadline() {
		return this.deadline;
	}

	private void answered(boolean ready) {
		if (this.phase == Phase.STARTING) {
			if (!ready) {
				fail("did not become ready");
				return;
			}
			enter(Phase.PROBATION, PROBATION);
			LifecycleThreads.start("jdaemon-handover", () -> {
				awaitEnd();
				this.events.accept(this::ended);
			});
		}
	}

	private void awaitEnd() {
		try {
			this.successor.awaitEnd();
		}
		catch (IOException ex) {
			// ECHILD: it has been reaped
		}
	}

	private void ended() {
		if (this.phase == Phase.PROBATION || this.phase == Phase.TAKING_OVER) {
			fail("was ready, and ended at once");
		}
	}

	private void enter(Phase phase, Duration limit) {
		this.phase = phase;
		this.deadline = Deadline.after(limit);
	}

	/**
	 * The deadline has passed.
	 */
	void expired() {
		if (this.phase == Phase.PROBATION) {
			enter(Phase.TAKING_OVER, this.patience);
			LifecycleThreads.start("jdaemon-handover", () -> {
				boolean taken = this.successor.takeOver();
				this.events.accept(() -> taken(taken));
			});
		}
		else {
			fail(((this.phase == Phase.STARTING) ? "was not ready" : "did not take the PID file") + " within "
					+ this.patience.toSeconds() + " s (jdaemon.startup-timeout)");
		}
	}

	private void taken(boolean taken) {
		if (this.phase == Phase.TAKING_OVER) {
			if (taken) {
				this.phase = Phase.OVER;
				this.successor.leave();
				this.results.handedOver(this.successor.pid());
			}
			else {
				fail("did not take the PID file");
			}
		}
	}

	private void fail(String reason) {
		this.phase = Phase.OVER;
		String end = this.successor.end();
		this.results.failed("The successor (pid " + this.successor.pid() + ") " + reason + ": " + end);
	}

	/**
	 * End it, because this process stops.
	 */
	void stop() {
		this.phase = Phase.OVER;
		this.successor.stop();
	}

	/** What has been reached. */
	private enum Phase {

		STARTING, PROBATION, TAKING_OVER, OVER

	}

	/** Who is told what came of it. */
	interface Results {

		void handedOver(long pid);

		void failed(String reason);

	}

}
