package io.jdaemon.lifecycle;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.jdaemon.process.Reexec;
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

	// How long a connection that is kept alive may wait for a last request, while others
	// wait for the next image.
	private static final Duration LINGER = Duration.ofSeconds(1);

	private final BlockingQueue<Runnable> events = new LinkedBlockingQueue<>();

	private final ProcessControl process;

	private final Application application;

	private final Settings settings;

	// Written by the thread that records a signal, read just before exec.
	private volatile boolean stopRequested;

	// Written by the lifecycle thread only.
	private volatile Status status;

	// The same.
	private volatile @Nullable Handover handover;

	// The rest belongs to the lifecycle thread.

	private @Nullable RestartRequest pendingRestart;

	private @Nullable Deadline deadline;

	private Reexec.@Nullable Replacement replacement;

	Lifecycle(ProcessControl process, Application application, Settings settings, Status status) {
		this.process = process;
		this.application = application;
		this.settings = settings;
		this.status = status;
	}

	/**
	 * Start to act on events.
	 */
	void start() {
		// A daemon thread, so that an application that has nothing left to do ends.
		LifecycleThreads.start("jdaemon-lifecycle", this::run);
	}

	private void run() {
		while (true) {
			try {
				Runnable event = next();
				if (event != null) {
					event.run();
				}
				else {
					expired();
				}
			}
			catch (InterruptedException ex) {
				// Nobody has reason to interrupt this thread, and the daemon needs it.
				logger.warn("The lifecycle thread was interrupted", ex);
			}
			catch (Throwable ex) {
				// Whatever it is: without this thread nothing but SIGKILL ends the
				// daemon.
				logger.error("An event could not be handled", ex);
			}
		}
	}

	private @Nullable Runnable next() throws InterruptedException {
		Handover handover = this.handover;
		Deadline deadline = (handover != null) ? handover.deadline() : this.deadline;
		if (deadline == null) {
			return this.events.take();
		}
		return this.events.poll(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
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
			if (this.status.state() == State.READY && this.pendingRestart != null) {
				restart(this.pendingRestart, new CompletableFuture<>());
			}
		});
		told.join();
	}

	private void becomeReady() {
		if (this.status.state() == State.STARTING) {
			this.process.forgetOutput();
			this.process.closeRestOfSockets();
			// Who has waited for the launcher finds it ready.
			become(this.status.in(State.READY));
			if (!this.process.ready()) {
				// Whoever typed the command was told that the start has failed.
				stop("the end of the launcher, before the application was ready");
			}
			else if (this.process.succeeds()) {
				LifecycleThreads.start("jdaemon-predecessor", () -> {
					this.process.awaitPredecessor();
					this.events.add(this::succeed);
				});
			}
		}
	}

	private void succeed() {
		if (this.status.state() != State.STOPPING) {
			this.process.publishPidFile();
		}
	}

	private void become(Status status) {
		this.status = status;
		this.process.report(status);
	}

	/**
	 * The application failed to start. Its process ends once the thread that tried has
	 * ended, also when the application has left threads behind.
	 * @param starter the thread that started the application
	 */
	public void failed(Thread starter) {
		this.events.add(() -> {
			if (this.status.state() == State.STARTING && info().mode() == Mode.DAEMON) {
				become(this.status.in(State.STOPPING));
				this.deadline = Deadline.after(this.settings.stopTimeout());
				LifecycleThreads.start("jdaemon-failed", () -> {
					LifecycleThreads.join(starter);
					this.application.exit(ExitStatus.FAILED.number());
				});
			}
		});
	}

	/**
	 * The process exits in order: its PID file goes, unless the process lives on in the
	 * next image.
	 */
	public void exiting() {
		if (this.status.state() != State.RESTARTING || this.handover != null) {
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
			case RESTART -> this.events
				.add(() -> restart(new RestartRequest(signal, Duration.ZERO, this.process.takeRequest().orElse(null)),
						new CompletableFuture<>()));
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
		this.events.add(() -> restart(request, answer));
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
		if (info().mode() != Mode.DAEMON) {
			return RestartStrategy.EXEC;
		}
		return (asked != null) ? asked : this.settings.restart().strategy();
	}

	private void restart(RestartRequest request, CompletableFuture<Optional<String>> answer) {
		String requestedBy = request.requestedBy();
		switch (this.status.state()) {
			case STARTING -> {
				logger.info("Restart requested by " + requestedBy + " while starting: it follows once ready");
				this.pendingRestart = request;
				answer.complete(Optional.empty());
			}
			case READY -> tryRestart(request, answer);
			case RESTARTING -> {
				logger.info("Restart requested by " + requestedBy + " while restarting: merged");
				become(this.status.afterDecision());
				answer.complete(Optional.of("A restart is already under way."));
			}
			case STOPPING -> {
				logger.info("Restart requested by " + requestedBy + " while stopping: dropped");
				become(this.status.afterDecision());
				answer.complete(Optional.of("The process is stopping."));
			}
		}
	}

	private void tryRestart(RestartRequest request, CompletableFuture<Optional<String>> answer) {
		RestartStrategy strategy = strategy(request.strategy());
		Optional<String> refusal = prepareRestart(request.requestedBy(), strategy);
		if (refusal.isPresent()) {
			logger.error("Restart requested by " + request.requestedBy() + " refused: " + refusal.get());
			become(this.status.with(LastRestart.refused(request.requestedBy(), Instant.now(), refusal.get()))
				.afterDecision());
		}
		else if (strategy == RestartStrategy.HANDOVER) {
			logger.info("Restarting by handover, requested by " + request.requestedBy());
			become(this.status.in(State.RESTARTING).afterDecision());
		}
		else {
			logger.info("Restarting, requested by " + request.requestedBy());
			become(this.status.in(State.RESTARTING).afterDecision());
			beginClosing(this.settings.stopTimeout(), () -> {
				LifecycleThreads.sleep(request.grace());
				drain(LINGER);
				this.application.close();
			}, this::closed);
		}
		answer.complete(refusal);
	}

	private void drain(Duration most) {
		try {
			this.process.drain(most);
		}
		catch (RuntimeException | LinkageError ex) {
			logger.warn("Connections may be cut off by the restart", ex);
		}
	}

	private Optional<String> prepareRestart(String requestedBy, RestartStrategy strategy) {
		try {
			Optional<String> refusal = this.process.preflight();
			if (refusal.isPresent()) {
				return refusal;
			}
			if (strategy == RestartStrategy.HANDOVER) {
				this.handover = new Handover(this.process.spawnSuccessor(requestedBy), requestedBy,
						this.settings.startupTimeout(), this.events::add, new Results());
			}
			else {
				this.replacement = this.process.prepareRestart(requestedBy, () -> this.stopRequested);
			}
			return Optional.empty();
		}
		catch (IOException | RuntimeException | LinkageError ex) {
			logger.error("The restart cannot be prepared", ex);
			return Optional.of("The restart cannot be prepared: " + ex + ".");
		}
	}

	private void handedOver(long pid) {
		logger.info("Handed over to process " + pid + ", which is ready");
		this.handover = null;
		become(this.status.in(State.STOPPING));
		Duration drainTimeout = this.settings.restart().drainTimeout();
		beginClosing(this.settings.stopTimeout().plus(drainTimeout), () -> {
			drain(drainTimeout);
			this.application.close();
		}, this::exit);
	}

	private void handoverFailed(String reason) {
		String requestedBy = Objects.requireNonNull(this.handover).requestedBy();
		logger.error("Restart requested by " + requestedBy + " failed: " + reason);
		this.handover = null;
		become(this.status.in(State.READY).with(LastRestart.failed(requestedBy, Instant.now(), reason)));
	}

	private void stop(String signal) {
		switch (this.status.state()) {
			case STARTING, READY -> {
				logger.info("Stopping on " + signal);
				stopNow();
			}
			case RESTARTING -> {
				logger.info("Stopping on " + signal + " in place of the restart");
				Handover handover = this.handover;
				if (handover != null) {
					this.handover = null;
					// Before anything that could end this process
					handover.stop();
					stopNow();
				}
				else {
					stopInstead();
				}
			}
			case STOPPING -> logger.info(signal + " while stopping: already under way");
		}
	}

	private void becomeStopping() {
		become(this.status.in(State.STOPPING));
		this.process.retirePidFile();
	}

	private void stopNow() {
		becomeStopping();
		beginClosing(this.settings.stopTimeout(), this::stopApplication, () -> {
		});
	}

	private void stopInstead() {
		becomeStopping();
		this.process.releaseSockets();
	}

	private void reopen(String signal) {
		Optional<String> failure = this.process.reopen();
		failure.ifPresentOrElse((reason) -> logger.error("Output files not reopened on " + signal + ": " + reason),
				() -> logger.info("Output files reopened on " + signal));
		become(this.status.afterReopening(failure.orElse(null)));
	}

	private void beginClosing(Duration limit, Runnable closing, Runnable closed) {
		this.deadline = Deadline.after(limit);
		LifecycleThreads.close(closing, () -> {
			this.process.blockSignals();
			this.events.add(closed);
		});
	}

	private void stopApplication() {
		try {
			this.application.stop();
		}
		catch (RuntimeException | LinkageError ex) {
			logger.error("The application could not be stopped in order", ex);
			this.application.exit(ExitStatus.FAILED.number());
		}
	}

	private void closed() {
		if (this.status.state() == State.RESTARTING) {
			exec();
		}
		else {
			exit();
		}
	}

	private void expired() {
		Handover handover = this.handover;
		if (handover != null) {
			handover.expired();
			return;
		}
		this.deadline = null;
		report("The application did not close within " + this.settings.stopTimeout().toSeconds()
				+ " s (jdaemon.stop-timeout)");
		if (this.status.state() == State.RESTARTING) {
			exec();
		}
		else {
			this.process.releasePidFile();
			this.process.halt(ExitStatus.TIMED_OUT);
		}
	}

	private void exec() {
		try {
			Objects.requireNonNull(this.replacement).run();
			// It returns only if a stop arrived.
			stopInstead();
			exit();
		}
		catch (IOException | InterruptedException | RuntimeException | LinkageError ex) {
			report("The restart failed after the application was closed: " + ex);
			this.process.releasePidFile();
			this.process.halt(ExitStatus.OS_REFUSED);
		}
	}

	private void exit() {
		this.deadline = Deadline.after(this.settings.stopTimeout());
		// The shutdown handler that would do it may have run already.
		this.process.releasePidFile();
		LifecycleThreads.start("jdaemon-exit", () -> this.application.exit(ExitStatus.DONE.number()));
	}

	// Logging may be closed by now.
	private static void report(String sentence) {
		System.err.println(sentence);
	}

	/**
	 * Facts about this process.
	 * @return the facts
	 */
	public ProcessInfo info() {
		return this.status.info();
	}

	/**
	 * The outcome of the last restart.
	 * @return the outcome, if there was one
	 */
	public Optional<LastRestart> lastRestart() {
		return Optional.ofNullable(this.status.lastRestart());
	}

	/** What a handover tells. */
	private final class Results implements Handover.Results {

		@Override
		public void handedOver(long pid) {
			Lifecycle.this.handedOver(pid);
		}

		@Override
		public void failed(String reason) {
			handoverFailed(reason);
		}

	}

}
