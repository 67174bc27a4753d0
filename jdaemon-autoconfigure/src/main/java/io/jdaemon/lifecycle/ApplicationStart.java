package io.jdaemon.lifecycle;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import io.jdaemon.Mode;
import io.jdaemon.RestartResult;
import io.jdaemon.shutdown.ApplicationShutdown;
import io.jdaemon.shutdown.DaemonThreads;
import io.jdaemon.shutdown.EventLoop;
import io.jdaemon.status.RestartResults;
import io.jdaemon.status.State;
import io.jdaemon.status.StatusPublisher;
import org.jspecify.annotations.Nullable;

/**
 * The start of the application in this process. It has one outcome, which is reported to
 * the launcher once: the application is ready, it ran and ended by itself, it was
 * stopped, or, without a report, it failed.
 * <p>
 * Not every way in which a start ends is announced. So the thread that starts the
 * application is watched: if it ends before the application is ready, the application
 * will never be.
 */
final class ApplicationStart {

	// An application that has no thread left ends within this time.
	private static final Duration ENDS_WITHIN = Duration.ofSeconds(1);

	private final ProcessControl process;

	private final StatusPublisher status;

	private final ApplicationShutdown shutdown;

	private final EventLoop events;

	private final Runnable ready;

	private final AtomicBoolean reported = new AtomicBoolean();

	// Written by the thread that starts the application
	private volatile boolean started;

	private volatile boolean failed;

	// Used on the lifecycle's thread only
	private @Nullable Thread starter;

	private boolean maybeOver;

	private boolean failing;

	/**
	 * Create the start.
	 * @param ready what to do, once, when the application is ready
	 */
	ApplicationStart(ProcessControl process, StatusPublisher status, ApplicationShutdown shutdown, EventLoop events,
			Runnable ready) {
		this.process = process;
		this.status = status;
		this.shutdown = shutdown;
		this.events = events;
		this.ready = ready;
	}

	/**
	 * An application begins to start.
	 * @param starter the thread that starts it
	 */
	void begin(Thread starter) {
		this.events.add(() -> watch(starter));
	}

	/**
	 * Another application begins to start. It takes the place of the one before, if that
	 * is over: closed, failed, or about to end with its thread, which went on instead.
	 * @param starter the thread that starts it
	 * @param closed whether the application before is closed
	 * @return whether it takes the place
	 */
	boolean beginAnother(Thread starter, boolean closed) {
		CompletableFuture<Boolean> decision = new CompletableFuture<>();
		this.events.add(() -> {
			boolean over = switch (this.status.state()) {
				case STARTING -> closed || this.maybeOver || this.failing;
				case READY -> closed;
				default -> false;
			};
			if (over) {
				watch(starter);
			}
			decision.complete(over);
		});
		boolean over = decision.join();
		if (over) {
			this.started = false;
			this.failed = false;
		}
		return over;
	}

	private void watch(Thread starter) {
		this.starter = starter;
		if (this.maybeOver || this.failing) {
			this.maybeOver = false;
			this.failing = false;
			this.events.cancelAlarm();
		}
		DaemonThreads.start("jdaemon-starter", () -> {
			DaemonThreads.join(starter);
			this.events.add(() -> starterEnded(starter));
		});
	}

	/**
	 * The context of the application is complete. If the process exits before the
	 * application is ready, it has not failed.
	 */
	void started() {
		this.started = true;
	}

	/**
	 * The application is ready, unless it has nothing left to do: then it may end now.
	 * @param starter the thread that started it
	 */
	void ready(Thread starter) {
		this.events.add(() -> {
			if (this.status.state() == State.STARTING && !this.failing && !this.maybeOver) {
				if (this.process.keptAliveWithout(starter)) {
					becomeReady();
				}
				else {
					expectEnd(this::becomeReady);
				}
			}
		});
	}

	private void becomeReady() {
		this.maybeOver = false;
		if (this.status.state() == State.STARTING && this.reported.compareAndSet(false, true)) {
			this.ready.run();
		}
	}

	private void expectEnd(Runnable otherwise) {
		this.maybeOver = true;
		this.events.alarm(ENDS_WITHIN, otherwise);
	}

	/**
	 * The application failed to start. A daemon exits once the thread that tried has
	 * ended, even if the application has left other threads running.
	 */
	void failed() {
		this.failed = true;
		this.events.add(() -> {
			if (isDaemonIn(State.STARTING) || isDaemonIn(State.READY)) {
				if (this.status.state() == State.READY) {
					this.status.become(State.STOPPING);
					this.shutdown.retirePidFile();
				}
				this.failing = true;
				this.shutdown.limit();
				starterEnded(this.starter);
			}
		});
	}

	private void starterEnded(@Nullable Thread ended) {
		if (ended == null || ended != this.starter || ended.isAlive()) {
			return;
		}
		if (this.failing) {
			// Once: its end is noticed by the one who watches it, too.
			this.starter = null;
			// Spring Boot has reported the failure.
			this.shutdown.exitAfterFailure("");
		}
		else if (isDaemonIn(State.STARTING) && !this.maybeOver) {
			// The application was closed before it was ready, or its start was abandoned.
			expectEnd(() -> {
				if (this.process.keptAliveWithout(ended)) {
					this.failed = true;
					this.shutdown.exitAfterFailure(
							"The application was closed before it was ready, or its start was abandoned.");
				}
			});
		}
	}

	private boolean isDaemonIn(State state) {
		return this.status.state() == state && this.status.status().info().mode() == Mode.DAEMON;
	}

	/**
	 * A signal stops the application.
	 * @param signal the name of the signal
	 */
	void stopped(String signal) {
		if (this.reported.compareAndSet(false, true)) {
			this.process.stopped(signal);
		}
	}

	/**
	 * The process exits. Called on the thread that runs the JVM's shutdown hooks.
	 */
	void ended() {
		if (this.started && !this.failed && this.reported.compareAndSet(false, true)) {
			this.process.ran();
			this.events.await(this::publishRan);
		}
	}

	private void publishRan() {
		RestartResult restart = this.status.status().lastRestart();
		if (restart != null) {
			this.status.become(this.status.status().with(RestartResults.ended(restart)));
		}
	}

}
