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

	// How long a connection that is kept alive may wait for a last request, while new
	// ones
	// wait for the next image.
	private static final Duration LINGER = Duration.ofMillis(500);

	private final BlockingQueue<Runnable> events = new LinkedBlockingQueue<>();

	private final ProcessControl process;

	private final Application application;

	private final Duration stopTimeout;

	// Written by the thread that records a signal, read just before exec.
	private volatile boolean stopRequested;

	// Written by the lifecycle thread only.
	private volatile Status status;

	// The rest belongs to the lifecycle thread.

	private @Nullable String pendingRestart;

	private @Nullable Deadline deadline;

	private Reexec.@Nullable Replacement replacement;

	Lifecycle(ProcessControl process, Application application, Duration stopTimeout, Status status) {
		this.process = process;
		this.application = application;
		this.stopTimeout = stopTimeout;
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
		if (this.deadline == null) {
			return this.events.take();
		}
		return this.events.poll(this.deadline.remainingNanos(), TimeUnit.NANOSECONDS);
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
				restart(this.pendingRestart, Duration.ZERO, new CompletableFuture<>());
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
				this.deadline = Deadline.after(this.stopTimeout);
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
		if (this.status.state() != State.RESTARTING) {
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
			case RESTART -> this.events.add(() -> restart(signal, Duration.ZERO, new CompletableFuture<>()));
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
		restart(requestedBy, Duration.ZERO);
	}

	/**
	 * Ask for a restart that leaves the caller time to answer somebody else.
	 * @param requestedBy who asks, for the log
	 * @param grace how long after the decision the closing begins
	 * @throws RestartRefusedException if it is not tried
	 */
	public void restart(String requestedBy, Duration grace) {
		CompletableFuture<Optional<String>> answer = new CompletableFuture<>();
		this.events.add(() -> restart(requestedBy, grace, answer));
		answer.join().ifPresent((refusal) -> {
			throw new RestartRefusedException(refusal);
		});
	}

	private void restart(String requestedBy, Duration grace, CompletableFuture<Optional<String>> answer) {
		switch (this.status.state()) {
			case STARTING -> {
				logger.info("Restart requested by " + requestedBy + " while starting: it follows once ready");
				this.pendingRestart = requestedBy;
				answer.complete(Optional.empty());
			}
			case READY -> tryRestart(requestedBy, grace, answer);
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

	private void tryRestart(String requestedBy, Duration grace, CompletableFuture<Optional<String>> answer) {
		Optional<String> refusal = prepareRestart(requestedBy);
		if (refusal.isPresent()) {
			logger.error("Restart requested by " + requestedBy + " refused: " + refusal.get());
			become(this.status.with(LastRestart.refused(requestedBy, Instant.now(), refusal.get())).afterDecision());
		}
		else {
			logger.info("Restarting, requested by " + requestedBy);
			become(this.status.in(State.RESTARTING).afterDecision());
			beginClosing(() -> {
				LifecycleThreads.sleep(grace);
				drain();
				this.application.close();
			}, this::closed);
		}
		answer.complete(refusal);
	}

	private void drain() {
		try {
			this.process.drain(LINGER);
		}
		catch (RuntimeException | LinkageError ex) {
			logger.warn("Connections may be cut off by the restart", ex);
		}
	}

	private Optional<String> prepareRestart(String requestedBy) {
		try {
			Optional<String> refusal = this.process.preflight();
			if (refusal.isEmpty()) {
				this.replacement = this.process.prepareRestart(requestedBy, () -> this.stopRequested);
			}
			return refusal;
		}
		catch (RuntimeException | LinkageError ex) {
			logger.error("The restart cannot be prepared", ex);
			return Optional.of("The restart cannot be prepared: " + ex + ".");
		}
	}

	private void stop(String signal) {
		switch (this.status.state()) {
			case STARTING, READY -> {
				logger.info("Stopping on " + signal);
				become(this.status.in(State.STOPPING));
				this.process.retirePidFile();
				beginClosing(this::stopApplication, () -> {
				});
			}
			case RESTARTING -> {
				logger.info("Stopping on " + signal + " in place of the restart");
				stopInstead();
			}
			case STOPPING -> logger.info(signal + " while stopping: already under way");
		}
	}

	private void stopInstead() {
		become(this.status.in(State.STOPPING));
		this.process.retirePidFile();
		this.process.releaseSockets();
	}

	private void reopen(String signal) {
		Optional<String> failure = this.process.reopen();
		failure.ifPresentOrElse((reason) -> logger.error("Output files not reopened on " + signal + ": " + reason),
				() -> logger.info("Output files reopened on " + signal));
		become(this.status.afterReopening(failure.orElse(null)));
	}

	private void beginClosing(Runnable closing, Runnable closed) {
		this.deadline = Deadline.after(this.stopTimeout);
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
		this.deadline = null;
		report("The application did not close within " + this.stopTimeout.toSeconds() + " s (jdaemon.stop-timeout)");
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
		this.deadline = Deadline.after(this.stopTimeout);
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

}
