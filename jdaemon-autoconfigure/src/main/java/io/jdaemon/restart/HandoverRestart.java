package io.jdaemon.restart;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;

import io.jdaemon.process.Deadline;
import io.jdaemon.shutdown.ApplicationShutdown;
import io.jdaemon.shutdown.DaemonThreads;
import io.jdaemon.shutdown.EventLoop;
import io.jdaemon.systemd.Delivery;
import org.jspecify.annotations.Nullable;

/**
 * A restart by handover, from the start of the successor until the successor has the PID
 * file or has failed. Like the lifecycle that it is part of, it handles events on one
 * thread.
 */
final class HandoverRestart implements Restart {

	// A successor that dies this soon after it became ready does not get the PID file.
	private static final Duration PROBATION = Duration.ofSeconds(1);

	// How long to wait until systemd has room for one more message
	private static final Duration RETRY = Duration.ofMillis(50);

	// How long the last message of a successor that has ended may take to this thread
	private static final Duration LAST_MESSAGE = Duration.ofSeconds(1);

	private static final String ENDED = "was ready and then ended at once";

	private final Successor successor;

	private final Duration timeout;

	private final Duration drainTimeout;

	private final ApplicationShutdown shutdown;

	private final EventLoop events;

	private final LongFunction<Delivery> announcement;

	private final LongConsumer handedOver;

	private final Consumer<String> failed;

	private @Nullable CompletableFuture<Void> preparation;

	private Phase phase = Phase.STARTING;

	private String problem = "";

	private boolean ended;

	/**
	 * Create a restart that is prepared but not started.
	 * @param successor the successor, which is starting
	 * @param timeout how long it may take to become ready, and again to take over
	 * @param drainTimeout how long the application may take to prepare
	 * @param shutdown prepares the application
	 * @param events queues events for the lifecycle's thread
	 * @param announcement reports that the process with an ID is now the main process of
	 * the service
	 * @param handedOver receives the process ID of the successor that has taken over
	 * @param failed receives the reason of a failure
	 */
	HandoverRestart(Successor successor, Duration timeout, Duration drainTimeout, ApplicationShutdown shutdown,
			EventLoop events, LongFunction<Delivery> announcement, LongConsumer handedOver, Consumer<String> failed) {
		this.successor = successor;
		this.timeout = timeout;
		this.drainTimeout = drainTimeout;
		this.shutdown = shutdown;
		this.events = events;
		this.announcement = announcement;
		this.handedOver = handedOver;
		this.failed = failed;
	}

	@Override
	public void start() {
		this.events.alarm(this.timeout, () -> timedOut("was not ready"));
		work(() -> {
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
			this.events.alarm(PROBATION, this::prepare);
			work(() -> {
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
			// ECHILD: it has been reaped already
		}
	}

	private void ended() {
		this.ended = true;
		switch (this.phase) {
			case PROBATION, PREPARING, ANNOUNCING -> fail(ENDED);
			case TAKING_OVER -> this.events.alarm(LAST_MESSAGE, () -> fail(ENDED));
			case REFUSED -> fail(this.problem);
			case STARTING, ENDING, OVER -> {
				// That was to be expected.
			}
		}
	}

	private void prepare() {
		this.phase = Phase.PREPARING;
		this.events.alarm(this.drainTimeout, this::takeOver);
		this.preparation = CompletableFuture.runAsync(this.shutdown::beforeHandover, HandoverRestart::work);
		this.preparation.thenRun(() -> this.events.add(this::prepared));
	}

	private void prepared() {
		if (this.phase == Phase.PREPARING) {
			takeOver();
		}
	}

	private static void work(Runnable task) {
		DaemonThreads.start("jdaemon-watch", task);
	}

	private void takeOver() {
		this.phase = Phase.TAKING_OVER;
		this.events.alarm(this.timeout, () -> timedOut("did not take the PID file"));
		work(() -> {
			Optional<String> problem = this.successor.takeOver();
			this.events.add(() -> taken(problem));
		});
	}

	// Here and not on a thread of its own: a successor that has ended by now, or a stop,
	// comes before the announcement or after it.
	private void announce(Deadline deadline) {
		switch (this.announcement.apply(this.successor.pid())) {
			case SENT -> {
				this.phase = Phase.OVER;
				this.events.cancelAlarm();
				work(this.successor::detach);
				this.handedOver.accept(this.successor.pid());
			}
			case NO_ROOM -> {
				if (deadline.remainingNanos() > 0) {
					this.events.alarm(RETRY, () -> announce(deadline));
				}
				else {
					dismiss("systemd reads no messages");
				}
			}
			case FAILED -> dismiss("systemd cannot be reached");
		}
	}

	// It serves already, so it is not killed.
	private void dismiss(String reason) {
		refused("cannot become the main process of the service, because " + reason);
		work(this.successor::dismiss);
	}

	private void refused(String problem) {
		this.phase = Phase.REFUSED;
		this.problem = problem;
		this.events.alarm(this.timeout, () -> fail(problem));
	}

	private void timedOut(String problem) {
		fail(problem + " within " + this.timeout.toSeconds() + " s (jdaemon.startup-timeout)");
	}

	// A successor that cannot take over has requests to finish, and then ends by itself.
	private void taken(Optional<String> problem) {
		if (this.phase == Phase.TAKING_OVER) {
			if (this.ended) {
				fail(problem.orElse(ENDED));
			}
			else if (problem.isEmpty()) {
				this.phase = Phase.ANNOUNCING;
				announce(Deadline.after(this.timeout));
			}
			else {
				refused(problem.get());
			}
		}
	}

	private void fail(String reason) {
		this.phase = Phase.ENDING;
		this.events.cancelAlarm();
		work(() -> {
			String end = this.successor.end();
			this.events.add(() -> failed(reason + ": " + end));
		});
	}

	private void failed(String reason) {
		if (this.phase == Phase.ENDING) {
			this.phase = Phase.OVER;
			if (this.preparation != null) {
				this.preparation.thenRunAsync(this.shutdown::handoverFailed, HandoverRestart::work);
			}
			this.failed.accept("The successor (pid " + this.successor.pid() + ") " + reason);
		}
	}

	@Override
	public boolean cancel() {
		if (this.phase == Phase.ENDING) {
			this.phase = Phase.OVER;
		}
		else if (this.phase != Phase.OVER) {
			this.phase = Phase.OVER;
			// Before this process can end, or the successor would take over.
			if (this.successor.stop()) {
				work(this.successor::end);
			}
		}
		return false;
	}

	@Override
	public void abandon() {
		this.successor.end();
	}

	boolean successorEnded() {
		return this.ended;
	}

	@Override
	public boolean keepsProcess() {
		return false;
	}

	/** The phase that the restart has reached. */
	private enum Phase {

		STARTING, PROBATION, PREPARING, TAKING_OVER, ANNOUNCING, REFUSED, ENDING, OVER

	}

}
