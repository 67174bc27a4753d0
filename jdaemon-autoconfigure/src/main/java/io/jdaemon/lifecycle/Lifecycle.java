package io.jdaemon.lifecycle;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.jdaemon.DaemonInfo;
import io.jdaemon.Mode;
import io.jdaemon.RestartRefusedException;
import io.jdaemon.RestartResult;
import io.jdaemon.RestartStrategy;
import io.jdaemon.Restarter;
import io.jdaemon.restart.RestartControl;
import io.jdaemon.restart.RestartCoordinator;
import io.jdaemon.restart.RestartRequest;
import io.jdaemon.settings.Settings;
import io.jdaemon.shutdown.Application;
import io.jdaemon.shutdown.ApplicationShutdown;
import io.jdaemon.shutdown.DaemonThreads;
import io.jdaemon.shutdown.EventLoop;
import io.jdaemon.signals.SignalAction;
import io.jdaemon.status.State;
import io.jdaemon.status.Status;
import io.jdaemon.status.StatusPublisher;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The state machine of the daemon: STARTING → READY → (RESTARTING | STOPPING).
 * <p>
 * Whatever happens to the daemon, a signal, a call, the end of the start or of the
 * closing, is an event in one queue, and one thread takes the events and decides. That
 * thread never does what could block it: the application is closed on a thread of its
 * own, so that the time limit holds and a stop is heard during a restart.
 */
public final class Lifecycle {

	private static final Log logger = LogFactory.getLog(Lifecycle.class);

	private final EventLoop events = new EventLoop();

	private final ProcessControl process;

	private final StatusPublisher status;

	private final ApplicationShutdown shutdown;

	private final RestartCoordinator restarts;

	// Written by the thread that records a signal, read just before exec.
	private volatile boolean stopRequested;

	Lifecycle(ProcessControl process, RestartControl restart, Application application, Settings settings,
			Status status) {
		this.process = process;
		this.status = new StatusPublisher(process::report, process::retirePidFile, status);
		this.shutdown = new ApplicationShutdown(process, application, settings.stopTimeout(), this.events);
		this.restarts = new RestartCoordinator(restart, settings, this.status, this.shutdown, this.events,
				() -> this.stopRequested);
	}

	/**
	 * Start to act on events.
	 */
	void start() {
		this.events.start();
	}

	/**
	 * The application is ready. Returns once the launcher has been told, so that an
	 * application that ends at once counts as started.
	 */
	public void ready() {
		CompletableFuture<Void> told = new CompletableFuture<>();
		this.events.add(() -> {
			try {
				becomeReady();
			}
			finally {
				told.complete(null);
			}
			if (this.status.state() == State.READY) {
				this.restarts.requestPending();
			}
		});
		told.join();
	}

	private void becomeReady() {
		if (this.status.state() == State.STARTING) {
			this.process.forgetOutput();
			this.process.closeRestOfSockets();
			// Who has waited for the launcher finds it ready.
			this.status.become(this.status.status().in(State.READY));
			if (!this.process.ready()) {
				// Whoever typed the command was told that the start has failed.
				stop("the end of the launcher, before the application was ready");
			}
			else if (this.process.hasPredecessor()) {
				DaemonThreads.start("jdaemon-predecessor", () -> {
					this.process.awaitPredecessor();
					this.events.add(this::takeOver);
				});
			}
		}
	}

	private void takeOver() {
		if (this.status.state() != State.STOPPING) {
			this.process.publishPidFile();
		}
	}

	/**
	 * The application failed to start. Its process ends once the thread that tried has
	 * ended, also when the application has left threads behind.
	 * @param starter the thread that started the application
	 */
	public void failed(Thread starter) {
		this.events.add(() -> {
			if (this.status.state() == State.STARTING && info().mode() == Mode.DAEMON) {
				this.status.become(this.status.status().in(State.STOPPING));
				this.shutdown.afterFailure(starter);
			}
		});
	}

	/**
	 * The process exits in order: its PID file goes, unless the process lives on in the
	 * next image.
	 */
	public void onShutdown() {
		if (!this.restarts.keepProcess()) {
			this.process.releasePidFile();
		}
	}

	/**
	 * Do what a signal asks for.
	 * @param action the action
	 * @param signal the name of the signal, for the log
	 */
	void signaled(SignalAction action, String signal) {
		switch (action) {
			case STOP -> {
				this.stopRequested = true;
				this.events.add(() -> stop(signal));
			}
			case RESTART -> this.events.add(() -> {
				RestartStrategy strategy = this.process.takeRequest().orElse(null);
				this.restarts.request(new RestartRequest(signal, Duration.ZERO, strategy), new CompletableFuture<>());
			});
			case REOPEN -> this.events.add(() -> reopen(signal));
			default -> logger.debug(signal + " ignored");
		}
	}

	/**
	 * Ask for a restart; see {@link Restarter}.
	 * @param requestedBy who asks, for the log
	 * @throws RestartRefusedException if it is not tried
	 */
	public void restart(String requestedBy) {
		restart(RestartRequest.by(requestedBy));
	}

	/**
	 * Ask for a restart.
	 * @param request how
	 * @throws RestartRefusedException if it is not tried
	 */
	public void restart(RestartRequest request) {
		CompletableFuture<Optional<String>> answer = new CompletableFuture<>();
		this.events.add(() -> this.restarts.request(request, answer));
		answer.join().ifPresent((refusal) -> {
			throw new RestartRefusedException(refusal);
		});
	}

	/**
	 * How a restart is done that somebody asks for.
	 * @param asked how he wants it done, {@code null} for what the settings say
	 * @return in the foreground always by exec: whoever runs the process there knows its
	 * PID
	 */
	public RestartStrategy strategy(@Nullable RestartStrategy asked) {
		return this.restarts.strategy(asked);
	}

	private void stop(String signal) {
		switch (this.status.state()) {
			case STARTING, READY -> {
				logger.info("Stopping on " + signal);
				this.status.becomeStopping();
				this.shutdown.stop();
			}
			case RESTARTING -> {
				logger.info("Stopping on " + signal + " in place of the restart");
				// Before anything that could end this process
				boolean closing = this.restarts.cancel();
				this.status.becomeStopping();
				if (!closing) {
					this.shutdown.stop();
				}
			}
			case STOPPING -> logger.info(signal + " while stopping: already under way");
		}
	}

	private void reopen(String signal) {
		Optional<String> failure = this.process.reopen();
		failure.ifPresentOrElse((reason) -> logger.error("Output files not reopened on " + signal + ": " + reason),
				() -> logger.info("Output files reopened on " + signal));
		this.status.become(this.status.status().afterReopening(failure.orElse(null)));
	}

	/**
	 * Facts about this process.
	 * @return the facts
	 */
	public DaemonInfo info() {
		return this.status.status().info();
	}

	/**
	 * The outcome of the last restart.
	 * @return the outcome, if there was one
	 */
	public Optional<RestartResult> lastRestart() {
		return Optional.ofNullable(this.status.status().lastRestart());
	}

}
