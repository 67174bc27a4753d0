package io.jdaemon.restart;

import java.io.IOException;
import java.time.Duration;

import io.jdaemon.process.ExitStatus;
import io.jdaemon.shutdown.ApplicationShutdown;
import io.jdaemon.status.StatusPublisher;

/**
 * A restart by exec, from the decision until the next image is there. Like the lifecycle,
 * of which it is a part, it acts on events in one thread.
 */
final class ExecRestart implements Restart {

	// How long a connection that is kept alive may wait for a last request, while others
	// wait for the next image.
	private static final Duration LINGER = Duration.ofSeconds(1);

	private final RestartControl control;

	private final StatusPublisher status;

	private final ApplicationShutdown shutdown;

	private final Reexec.Replacement replacement;

	private final Duration grace;

	private volatile boolean cancelled;

	/**
	 * Prepare.
	 * @param control what a restart does to this process
	 * @param status what it is doing
	 * @param shutdown how the application ends
	 * @param replacement what comes then
	 * @param grace how long the application goes on as it is
	 */
	ExecRestart(RestartControl control, StatusPublisher status, ApplicationShutdown shutdown,
			Reexec.Replacement replacement, Duration grace) {
		this.control = control;
		this.status = status;
		this.shutdown = shutdown;
		this.replacement = replacement;
		this.grace = grace;
	}

	@Override
	public void start() {
		this.shutdown.beforeExec(this.grace, LINGER, this::closed, this::late);
	}

	private void closed() {
		if (this.cancelled) {
			this.shutdown.exit();
		}
		else {
			exec();
		}
	}

	private void late() {
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
			// It returns only if a stop arrived, whose event is still to come.
			cancel();
			this.status.becomeStopping();
			this.shutdown.exit();
		}
		catch (IOException | InterruptedException | RuntimeException | LinkageError ex) {
			ApplicationShutdown.report("The restart failed after the application was closed: " + ex);
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
