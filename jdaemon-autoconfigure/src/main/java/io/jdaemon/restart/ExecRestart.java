package io.jdaemon.restart;

import io.jdaemon.RestartStrategy;
import io.jdaemon.posix.Reason;
import io.jdaemon.process.ExitStatus;
import io.jdaemon.shutdown.ApplicationShutdown;
import io.jdaemon.shutdown.DaemonThreads;
import io.jdaemon.status.RestartResults;
import io.jdaemon.status.State;
import io.jdaemon.status.StatusPublisher;

/**
 * A restart by exec, from the decision until exec. Like the lifecycle that it is part of,
 * it handles events on one thread.
 */
final class ExecRestart implements Restart {

	private final RestartControl control;

	private final StatusPublisher status;

	private final ApplicationShutdown shutdown;

	private final Execve.Replacement replacement;

	private final RestartRequest request;

	private volatile boolean cancelled;

	private boolean executing;

	/**
	 * Create a restart that is prepared but not started.
	 * @param control what a restart does to this process
	 * @param status publishes the status of this process
	 * @param shutdown closes the application
	 * @param replacement the prepared replacement of the process image
	 * @param request the request, with how long the application keeps running
	 */
	ExecRestart(RestartControl control, StatusPublisher status, ApplicationShutdown shutdown,
			Execve.Replacement replacement, RestartRequest request) {
		this.control = control;
		this.status = status;
		this.shutdown = shutdown;
		this.replacement = replacement;
		this.request = request;
	}

	@Override
	public void start() {
		this.shutdown.beforeExec(this.control::keepDiscardedOutput, this.request.grace(), ApplicationShutdown.LINGER,
				this::onClosed, this::onTimeout);
	}

	private void onClosed() {
		if (!this.executing) {
			if (this.cancelled) {
				this.shutdown.exit(ExitStatus.DONE);
			}
			else {
				exec();
			}
		}
	}

	// A stop has an alarm of its own.
	private void onTimeout() {
		this.shutdown.reportTimeout(() -> {
			if (!this.executing && !this.cancelled) {
				exec();
			}
		});
	}

	private void exec() {
		this.executing = true;
		this.shutdown.lastly(this.replacement::run, this::onStop, this::onFailure);
	}

	// The stop signal that was noticed last of all: its event may not be handled yet.
	private void onStop() {
		if (!this.cancelled) {
			this.cancelled = true;
			this.status.become(State.STOPPING);
		}
		this.shutdown.exit(ExitStatus.DONE);
	}

	private void onFailure(Throwable failure) {
		if (this.cancelled) {
			this.shutdown.exit(ExitStatus.DONE);
		}
		else {
			String reason = "the next image could not be started after the application was closed: "
					+ Reason.of(failure);
			this.status.become(this.status.status()
				.with(RestartResults.failed(this.request.cause(), RestartStrategy.EXEC, reason)));
			this.shutdown.halt(ExitStatus.OS_REFUSED, "The restart failed: " + reason);
		}
	}

	@Override
	public boolean cancel() {
		this.cancelled = true;
		if (!this.executing) {
			DaemonThreads.start("jdaemon-sockets", this.control::releaseSockets);
		}
		return true;
	}

	@Override
	public void abandon() {
		this.control.releaseSockets();
	}

	@Override
	public boolean keepsProcess() {
		return !this.cancelled;
	}

}
