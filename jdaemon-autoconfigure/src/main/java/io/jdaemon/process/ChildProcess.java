package io.jdaemon.process;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixException;
import io.jdaemon.posix.SpawnRequest;
import io.jdaemon.posix.WaitStatus;

/**
 * A child of this process. If it was spawned here, it leads a session and so a process
 * group.
 */
public final class ChildProcess {

	private static final int SIGKILL = 9;

	private static final int SIGTERM = 15;

	private static final int SIGSTOP = 19;

	private final Posix posix;

	private final int pid;

	private ChildProcess(Posix posix, int pid) {
		this.posix = posix;
		this.pid = pid;
	}

	/**
	 * Start a process. It gets no descriptor but those that the request names: all others
	 * of this process become close-on-exec.
	 * @param request what to start
	 * @return the process
	 */
	public static ChildProcess spawn(Posix posix, SpawnRequest request) throws PosixException {
		posix.closeOnExecFrom(3);
		return new ChildProcess(posix, posix.spawn(request));
	}

	/**
	 * Stop the process, SIGSTOP, before the JVM in it exists: the first thread of java(1)
	 * only makes room for the one that creates it.
	 * @return whether that was in time
	 */
	public boolean stopBeforeJvm() {
		signal(this.pid, SIGSTOP);
		Optional<ProcessIdentity> process = ProcessIdentity.of(this.pid);
		while (process.isPresent() && !process.get().suspended()) {
			Thread.onSpinWait();
			process = ProcessIdentity.of(this.pid);
		}
		return process.filter(ProcessIdentity::threaded).isEmpty();
	}

	/**
	 * A child that the previous image has left.
	 * @param pid its process ID
	 * @return the process
	 */
	public static ChildProcess inherited(Posix posix, int pid) {
		return new ChildProcess(posix, pid);
	}

	/**
	 * Take the status of the process once it ends, so that it does not stay a zombie.
	 */
	public void reapOnExit() {
		onExit().thenRun(() -> {
			try {
				reap();
			}
			catch (PosixException ex) {
				// ECHILD: somebody else has taken it
			}
		});
	}

	/**
	 * Wait for the end on a thread of its own. The process stays a zombie until
	 * {@link #reap()}.
	 * @return completed once the process has ended
	 */
	public CompletableFuture<Void> onExit() {
		CompletableFuture<Void> exit = new CompletableFuture<>();
		Thread thread = new Thread(() -> {
			try {
				this.posix.awaitExit(this.pid);
				exit.complete(null);
			}
			catch (PosixException ex) {
				exit.completeExceptionally(ex);
			}
		}, "jdaemon-child-" + this.pid);
		thread.setDaemon(true);
		thread.start();
		return exit;
	}

	/**
	 * Kill the process and all of its group. Its ID cannot be another's: it has not been
	 * reaped.
	 */
	public void killGroup() {
		signal(-this.pid, SIGKILL);
	}

	/**
	 * Ask the process to end. Its ID cannot be another's: it has not been reaped.
	 */
	public void terminate() {
		signal(this.pid, SIGTERM);
	}

	private void signal(int target, int signal) {
		try {
			this.posix.kill(target, signal);
		}
		catch (PosixException ex) {
			// ESRCH: it has ended; EPERM: what is left of it runs as somebody else
		}
	}

	/**
	 * Wait for the end and take its status.
	 * @return how it ended
	 */
	public WaitStatus reap() throws PosixException {
		return this.posix.waitpid(this.pid);
	}

	/**
	 * The process ID.
	 * @return a positive number
	 */
	public int pid() {
		return this.pid;
	}

}
