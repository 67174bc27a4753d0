package io.jdaemon.rehearsal;

import java.util.concurrent.atomic.AtomicBoolean;

import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixException;
import io.jdaemon.process.ExitStatus;
import io.jdaemon.shutdown.DaemonThreads;

/**
 * This process, if it is a rehearsal. It reports how its start went, and ends then, or
 * with the process that has started it.
 */
public final class RehearsedProcess {

	private final Posix posix;

	private final RehearsalVariable variable;

	private final AtomicBoolean reported = new AtomicBoolean();

	private RehearsedProcess(Posix posix, RehearsalVariable variable) {
		this.posix = posix;
		this.variable = variable;
	}

	/**
	 * Adopt the pipes of this process, and watch the process at their other end.
	 * @param variable what this process was told
	 * @return this process
	 * @throws PosixException if the pipes are not open
	 */
	public static RehearsedProcess adopt(Posix posix, RehearsalVariable variable) throws PosixException {
		posix.closeOnExec(variable.result(), true);
		posix.closeOnExec(variable.life(), true);
		RehearsedProcess process = new RehearsedProcess(posix, variable);
		DaemonThreads.start("jdaemon-parent", process::endWithParent);
		return process;
	}

	private void endWithParent() {
		try {
			// Nothing is ever written: this returns when the pipe ends.
			this.posix.read(this.variable.life(), 1);
		}
		catch (PosixException ex) {
			// Then it ends, too.
		}
		fail();
	}

	/**
	 * The context of the application is complete: report that, and end this process.
	 */
	public void complete() {
		report(RehearsalMessage.complete(this.posix.monotonicMicros()));
		Runtime.getRuntime().halt(ExitStatus.DONE.number());
	}

	/**
	 * The application has failed to start: report that, and end this process once the
	 * thread that tried has ended, even if the application has left others running.
	 * @param reason the reason
	 * @param starter the thread that tried
	 */
	public void failed(String reason, Thread starter) {
		if (report(RehearsalMessage.failed(reason))) {
			DaemonThreads.start("jdaemon-failed", () -> {
				DaemonThreads.join(starter);
				fail();
			});
		}
	}

	private boolean report(RehearsalMessage message) {
		if (!this.reported.compareAndSet(false, true)) {
			return false;
		}
		try {
			this.posix.write(this.variable.result(), message.bytes());
		}
		catch (PosixException ex) {
			// EPIPE: the reader has ended, and so will this process.
		}
		return true;
	}

	// Not halt(): a JVM that trains would first make a cache, which takes longer than the
	// start.
	private void fail() {
		this.posix._exit(ExitStatus.FAILED.number());
	}

}
