package io.jdaemon.restart;

import java.io.IOException;
import java.time.Duration;

import io.jdaemon.posix.Reason;
import io.jdaemon.process.ExitStatus;
import io.jdaemon.shutdown.ApplicationShutdown;
import io.jdaemon.status.StatusPublisher;

/**
 * A restart by exec, from the decision until exec. Like the lifecycle that it is part of,
 * it handles events on one thread.
 */
final class ExecRestart implements Restart {

	// How long an idle keep-alive connection may wait for a last request. New connections
	// wait for the next image meanwhile.
	private static final Duration LINGER = Duration.ofSeconds(1);

	private final RestartControl control;

	private final StatusPublisher status;

	private final ApplicationShutdown shutdown;

	private final Execve.Replacement replacement;

	private final Duration grace;

	private volatile boolean cancelled;

	/**
	 * Create a restart that is prepared but not started.
	 * @param control what a restart does to this process
	 * @param status publishes the status of this process
	 * @param shutdown closes the application
	 * @param replacement the prepared replacement of the process image
	 * @param grace how long the application keeps running after the start
	 */
	ExecRestart(RestartControl control, StatusPublisher status, ApplicationShutdown shutdown,
			Execve.Replacement replacement, Duration grace) {
		this.control = control;
		this.status = status;
		this.shutdown = shutdown;
		this.replacement = replacement;
		this.grace = grace;
	}

	@Override
	public void start() {
		this.shutdown.beforeExec(this.grace, LINGER, this::onClosed, this::onTimeout);
	}

	private void onClosed() {
		if (this.cancelled) {
			this.shutdown.exit(ExitStatus.DONE);
		}
		else {
			exec();
		}
	}

	private void onTimeout() {
		if (this.cancelled) {
			this.shutdown.halt(ExitStatus.TIMED_OUT);
		}
		else {
			exec();
		}
	}

	private void exec() {
		try {
			this.replacement.run();
			// It returns only if a stop signal arrived, whose event is yet to be handled.
			cancel();
			this.status.becomeStopping();
			this.shutdown.exit(ExitStatus.DONE);
		}
		catch (IOException | InterruptedException | RuntimeException | LinkageError ex) {
			ApplicationShutdown.report("The restart failed after the application was closed: " + Reason.of(ex));
			this.shutdown.halt(ExitStatus.OS_REFUSED);
		}
	}

	@Override
	public boolean cancel() {
		this.cancelled = true;
		this.control.releaseSockets();
		return true;
	}

	@Override
	public boolean keepsProcess() {
		return !this.cancelled;
	}

}
