package io.jdaemon.lifecycle;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.jdaemon.DaemonInfo;
import io.jdaemon.RestartRefusedException;
import io.jdaemon.RestartStrategy;
import io.jdaemon.Restarter;
import io.jdaemon.log.LogTopic;
import io.jdaemon.process.Deadline;
import io.jdaemon.process.ExitStatus;
import io.jdaemon.restart.RestartControl;
import io.jdaemon.restart.RestartCoordinator;
import io.jdaemon.restart.RestartGate;
import io.jdaemon.restart.RestartRequest;
import io.jdaemon.settings.Settings;
import io.jdaemon.shutdown.Application;
import io.jdaemon.shutdown.ApplicationShutdown;
import io.jdaemon.shutdown.DaemonThreads;
import io.jdaemon.shutdown.EventLoop;
import io.jdaemon.shutdown.LifecycleLog;
import io.jdaemon.signals.SignalAction;
import io.jdaemon.status.State;
import io.jdaemon.status.Status;
import io.jdaemon.status.StatusPublisher;
import io.jdaemon.systemd.ServiceManager;
import org.jspecify.annotations.Nullable;

/**
 * The state machine of the daemon: STARTING → READY → (RESTARTING | STOPPING).
 * <p>
 * Everything that happens to the daemon is an event in one queue: a signal, a call, the
 * end of the start or of the shutdown. One thread takes the events and decides. That
 * thread never does anything that could block it: it writes no log, touches no file on a
 * disk, waits for no process. Other threads do that, and report with an event. So every
 * time limit holds, and a stop is noticed at any moment.
 */
public final class Lifecycle {

	private static final Duration PAUSE = Duration.ofMillis(20);

	private final ProcessControl process;

	private final Senders senders;

	private final ServiceManager manager;

	private final LifecycleLog log;

	private final EventLoop events;

	private final OutputReopening outputs;

	private final StatusPublisher status;

	private final ApplicationShutdown shutdown;

	private final RestartCoordinator restarts;

	private final ApplicationStart start;

	private final Settings settings;

	private boolean exiting;

	// Written by the thread that records a signal, read just before exec
	private volatile boolean stopRequested;

	Lifecycle(ProcessControl process, RestartControl restart, Application application, Settings settings, Status status,
			ServiceManager manager, LifecycleLog log) {
		this.process = process;
		this.senders = new Senders(process::takeSender);
		this.manager = manager;
		this.settings = settings;
		this.log = log;
		this.events = new EventLoop(log);
		this.events.repeat(manager::due, manager::run);
		this.status = new StatusPublisher((published) -> {
			process.report(published);
			manager.published(published);
		}, status);
		this.outputs = new OutputReopening(process, this.status, this.events, log);
		this.shutdown = new ApplicationShutdown(process, application, settings.stopTimeout(), this.events, log,
				this.status);
		this.restarts = new RestartCoordinator(restart, settings, this.status, this.shutdown, this.events, log,
				() -> this.stopRequested, manager::deciding);
		this.start = new ApplicationStart(process, this.status, this.shutdown, this.events, this::becomeReady);
	}

	/**
	 * Start to handle events. A stop that was pending then ends the process at once, so
	 * whatever has to run at its end must be in place.
	 */
	public void start() {
		this.events.start();
	}

	/**
	 * Whether a signal has asked for a stop, which ends the process.
	 * @return whether one has
	 */
	public boolean stopRequested() {
		return this.stopRequested;
	}

	/**
	 * An application begins to start on this thread.
	 */
	public void begin() {
		this.start.begin(Thread.currentThread());
	}

	/**
	 * Another application begins to start on this thread. It takes the place of the one
	 * before, if that is over.
	 * @param closed whether the application before is closed
	 * @return whether it takes the place
	 */
	public boolean beginAnother(boolean closed) {
		return this.start.beginAnother(Thread.currentThread(), closed);
	}

	/**
	 * The context of the application is complete, and its runners follow.
	 */
	public void started() {
		this.start.started();
	}

	/**
	 * The application, which this thread has started, is ready. If nothing is left that
	 * keeps the JVM alive, the application has a second to end: then it ran, and was
	 * never ready.
	 */
	public void ready() {
		this.start.ready(Thread.currentThread());
	}

	/**
	 * The web server of the application accepts connections.
	 */
	public void accepting() {
		this.events.add(() -> this.status.become(this.status.status().accepting()));
	}

	private void becomeReady() {
		this.process.discardOutput();
		DaemonThreads.start("jdaemon-sockets", this.process::closeUnusedSockets);
		// First: a command that runs after the launcher must find the state READY.
		this.status.become(this.status.status().ready());
		ReadyAnnouncement announcement = new ReadyAnnouncement(this.status.status(), this.log, this.shutdown);
		announcement.write();
		if (!this.process.ready()) {
			// The launcher has ended, so for the operator the start has failed.
			stop("the end of the launcher, before the application was ready");
		}
		else if (this.process.hasPredecessor()) {
			DaemonThreads.start("jdaemon-inherit", () -> {
				Optional<String> refusal = this.process.awaitPredecessor();
				if (this.status.state() != State.STOPPING) {
					Optional<String> problem = refusal.or(this.process::takeOver);
					this.events.add(() -> problem.ifPresentOrElse(this::notTakenOver, () -> takenOver(announcement)));
				}
			});
		}
		else {
			serving(announcement);
		}
		if (this.status.state() == State.READY) {
			this.restarts.requestPending();
		}
	}

	private void takenOver(ReadyAnnouncement announcement) {
		this.manager.takeOver();
		serving(announcement);
	}

	private void serving(ReadyAnnouncement announcement) {
		announcement.publish();
		this.restarts.serving();
	}

	// Then the predecessor stays.
	private void notTakenOver(String reason) {
		if (this.status.state() != State.STOPPING) {
			this.log.error(LogTopic.LIFECYCLE.entry("Not taking over, because " + reason));
			this.status.become(State.STOPPING);
			this.shutdown.retirePidFile();
			this.shutdown.afterHandover(this.settings.restart().drainTimeout(), () -> ExitStatus.FAILED);
			this.restarts.dropPreparation();
		}
	}

	/**
	 * The application failed to start, before or after it was ready. A daemon exits once
	 * the thread that tried has ended, even if the application has left other threads
	 * running.
	 */
	public void failed() {
		this.start.failed();
	}

	/**
	 * The JVM exits, and this is one of its shutdown hooks. It returns once nothing of
	 * this image is in the way of the exit; if a restart by exec is under way, it does
	 * not return, because the process continues as the next image.
	 */
	public void onShutdown() {
		this.events.await(this::exiting);
		while (this.restarts.keepProcess()) {
			DaemonThreads.sleep(PAUSE);
		}
		Deadline deadline = Deadline.after(this.settings.stopTimeout());
		while (this.restarts.preparing() && deadline.remainingNanos() > 0) {
			DaemonThreads.sleep(PAUSE);
		}
		this.start.ended();
		// As long as they run, no other instance may start.
		this.process.awaitPredecessorsEnd(this.settings.stopTimeout());
		if (this.status.state() == State.RESTARTING) {
			// The hidden name belongs to the successor.
			this.process.releasePidFile();
		}
		else {
			this.process.leavePidFile();
		}
		this.log.flush();
	}

	private void exiting() {
		if (this.status.state() == State.STARTING || this.status.state() == State.READY) {
			this.exiting = true;
			this.status.become(State.STOPPING);
			this.restarts.dropPreparation();
		}
	}

	/**
	 * Act on a signal.
	 * @param action the action that the signal is mapped to
	 * @param signal the name of the signal, for the log
	 */
	void signaled(SignalAction action, String signal) {
		switch (action) {
			case STOP -> {
				this.stopRequested = true;
				this.events.add(() -> stop(this.senders.described(signal)));
			}
			case RESTART -> this.events.add(() -> {
				RestartStrategy strategy = this.process.takeRequest().orElse(null);
				this.restarts.request(RestartRequest.by(this.senders.requester(signal), Duration.ZERO, strategy),
						new CompletableFuture<>());
			});
			case REOPEN -> this.events.add(() -> this.outputs.reopen(this.senders.described(signal)));
			default -> this.log.debug(LogTopic.LIFECYCLE.entry(signal + " ignored"));
		}
	}

	/**
	 * Request a restart; see {@link Restarter}.
	 * @param request the request
	 * @return what the restart waits for, if it has not begun yet
	 * @throws RestartRefusedException if it is refused
	 */
	public Optional<String> restart(RestartRequest request) {
		return this.restarts.call(request);
	}

	/**
	 * Put a gate before all restarts.
	 * @param gate the gate
	 */
	public void gate(RestartGate gate) {
		this.restarts.gate(gate);
	}

	/**
	 * The strategy of a restart.
	 * @param requested the strategy in the request, {@code null} for that of the settings
	 * @return the strategy; exec where another process cannot take the place of this one
	 */
	public RestartStrategy strategy(@Nullable RestartStrategy requested) {
		return this.restarts.strategy(requested);
	}

	private void stop(String signal) {
		DaemonThreads.start("jdaemon-drain", this.process::stopPredecessors);
		switch (this.status.state()) {
			case STARTING, READY -> {
				this.shutdown.limit();
				this.log.info(LifecycleEntries.stopping(signal));
				this.start.stopped(signal);
				this.status.become(State.STOPPING);
				// While the application still has what its gate needs.
				this.restarts.dropPreparation();
				this.shutdown.stop();
			}
			case RESTARTING -> {
				this.shutdown.limit();
				this.log.info(LifecycleEntries.stoppingInsteadOfRestart(signal));
				// Cancel before anything that could end this process.
				boolean closing = this.restarts.cancel();
				this.status.become(State.STOPPING);
				if (closing) {
					this.shutdown.retirePidFile();
				}
				else {
					this.shutdown.stop();
				}
			}
			case STOPPING -> {
				if (this.exiting) {
					// The application exits by itself, for which there was no limit yet.
					this.exiting = false;
					this.shutdown.limit();
				}
				this.log.info(LogTopic.LIFECYCLE.entry(signal + (this.shutdown.endDrain()
						? " while draining: closing now" : " while stopping: already under way")));
			}
		}
	}

	/**
	 * Facts about this process.
	 * @return the facts
	 */
	public DaemonInfo info() {
		return this.status.status().info();
	}

	/**
	 * The settings of this process.
	 * @return the settings
	 */
	public Settings settings() {
		return this.settings;
	}

	/**
	 * The log of this process, for threads that must not wait for it.
	 * @return the log
	 */
	public LifecycleLog log() {
		return this.log;
	}

	/**
	 * What this process publishes about itself now.
	 * @return the status
	 */
	public Status status() {
		return this.status.status();
	}

}
