package io.jdaemon.lifecycle;

import java.io.IOException;
import java.time.Duration;

import io.jdaemon.process.Reexec;

/**
 * A restart by exec, from the decision until the next image is there. Like the lifecycle,
 * of which it is a part, it acts on events in one thread.
 */
final class ExecRestart implements Restart {

	// How long a connection that is kept alive may wait for a last request, while others
	// wait for the next image.
	private static final Duration LINGER = Duration.ofSeconds(1);

	private final ProcessControl process;

	private final StatusPublisher board;

	private final ApplicationShutdown closing;

	private final Reexec.Replacement replacement;

	private final Duration grace;

	private volatile boolean cancelled;

	/**
	 * Prepare.
	 * @param process this process
	 * @param board what it is doing
	 * @param closing how the application ends
	 * @param replacement what comes then
	 * @param grace how long the application goes on as it is
	 */
	ExecRestart(ProcessControl process, StatusPublisher board, ApplicationShutdown closing,
			Reexec.Replacement replacement, Duration grace) {
		this.process = process;
		this.board = board;
		this.closing = closing;
		this.replacement = replacement;
		this.grace = grace;
	}

	@Override
	public void begin() {
		this.closing.beforeExec(this.grace, LINGER, this::closed, this::late);
	}

	private void closed() {
		if (this.cancelled) {
			this.closing.exit();
		}
		else {
			exec();
		}
	}

	private void late() {
		if (this.cancelled) {
			this.closing.halt(ExitStatus.TIMED_OUT);
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
			this.board.becomeStopping();
			this.closing.exit();
		}
		catch (IOException | InterruptedException | RuntimeException | LinkageError ex) {
			ApplicationShutdown.report("The restart failed after the application was closed: " + ex);
			this.closing.halt(ExitStatus.OS_REFUSED);
		}
	}

	@Override
	public boolean cancel() {
		this.cancelled = true;
		this.process.releaseSockets();
		return true;
	}

	@Override
	public boolean keepsProcess() {
		return !this.cancelled;
	}

}
