package io.jdaemon.restart;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

import io.jdaemon.shutdown.DaemonThreads;
import io.jdaemon.shutdown.EventLoop;

/**
 * A restart by handover, from the start of the successor until it has the PID file or has
 * failed. Like the lifecycle, of which it is a part, it acts on events in one thread.
 */
final class HandoverRestart implements Restart {

	// A successor that is ready and then dies at once has not got the PID file.
	private static final Duration PROBATION = Duration.ofSeconds(1);

	private final Successor successor;

	private final Duration timeout;

	private final EventLoop events;

	private final LongConsumer handedOver;

	private final Consumer<String> failed;

	private Phase phase = Phase.STARTING;

	/**
	 * Prepare.
	 * @param successor the successor, which is starting
	 * @param timeout how long it may take to be ready, and how long to take over
	 * @param events where to put what is to be done in the lifecycle's thread
	 * @param handedOver receives the process ID of the successor that has taken over
	 * @param failed receives the reason of a failure
	 */
	HandoverRestart(Successor successor, Duration timeout, EventLoop events, LongConsumer handedOver,
			Consumer<String> failed) {
		this.successor = successor;
		this.timeout = timeout;
		this.events = events;
		this.handedOver = handedOver;
		this.failed = failed;
	}

	@Override
	public void start() {
		this.events.alarm(this.timeout, () -> late("was not ready"));
		DaemonThreads.start("jdaemon-handover", () -> {
			boolean ready = this.successor.awaitReady();
			this.events.add(() -> ready(ready));
		});
	}

	private void ready(boolean ready) {
		if (this.phase == Phase.STARTING) {
			if (!ready) {
				fail("did not become ready");
				return;
			}
			this.phase = Phase.PROBATION;
			this.events.alarm(PROBATION, this::takeOver);
			DaemonThreads.start("jdaemon-handover", () -> {
				awaitEnd();
				this.events.add(this::ended);
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

	private void takeOver() {
		this.phase = Phase.TAKING_OVER;
		this.events.alarm(this.timeout, () -> late("did not take the PID file"));
		DaemonThreads.start("jdaemon-handover", () -> {
			boolean taken = this.successor.takeOver();
			this.events.add(() -> taken(taken));
		});
	}

	private void late(String problem) {
		fail(problem + " within " + this.timeout.toSeconds() + " s (jdaemon.startup-timeout)");
	}

	private void taken(boolean taken) {
		if (this.phase == Phase.TAKING_OVER) {
			if (taken) {
				this.phase = Phase.OVER;
				this.successor.detach();
				this.handedOver.accept(this.successor.pid());
			}
			else {
				fail("did not take the PID file");
			}
		}
	}

	private void fail(String reason) {
		this.phase = Phase.OVER;
		this.events.cancelAlarm();
		String end = this.successor.end();
		this.failed.accept("The successor (pid " + this.successor.pid() + ") " + reason + ": " + end);
	}

	@Override
	public boolean cancel() {
		this.phase = Phase.OVER;
		this.events.cancelAlarm();
		this.successor.stop();
		return false;
	}

	@Override
	public boolean keepsProcess() {
		return false;
	}

	/** What has been reached. */
	private enum Phase {

		STARTING, PROBATION, TAKING_OVER, OVER

	}

}
