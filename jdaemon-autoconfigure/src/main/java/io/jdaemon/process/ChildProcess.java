package io.jdaemon.process;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixException;
import io.jdaemon.posix.SpawnRequest;
import io.jdaemon.posix.WaitStatus;

/**
 * A child of this process. A child that was spawned here is the leader of its own session
 * and so of a process group.
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
	 * Spawn a process. It gets only the descriptors in the request: all descriptors of
	 * this process above 2 become close-on-exec.
	 * @param request the program to start
	 * @return the child
	 */
	public static ChildProcess spawn(Posix posix, SpawnRequest request) throws PosixException {
		posix.closeOnExecFrom(3);
		return new ChildProcess(posix, posix.spawn(request));
	}

	/**
	 * Stop the child with SIGSTOP before its JVM exists. The first thread of java(1) does
	 * not create the JVM itself; it starts another thread for that.
	 * @return whether the child was stopped in time, or has already exited
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
	 * A child that was started elsewhere, such as by the previous image.
	 * @param pid the process ID
	 * @return the child
	 */
	public static ChildProcess inherited(Posix posix, int pid) {
		return new ChildProcess(posix, pid);
	}

	/**
	 * Reap the child once it has exited, so that it does not stay a zombie.
	 */
	public void reapOnExit() {
		onExit().thenRun(() -> {
			try {
				reap();
			}
			catch (PosixException ex) {
				// ECHILD: it has already been reaped, by other code in this process
			}
		});
	}

	/**
	 * Wait on a thread of its own until the child has exited. The child stays a zombie
	 * until {@link #reap()}.
	 * @return completed once the child has exited
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
		}, "jdaemon-child");
		thread.setDaemon(true);
		thread.start();
		return exit;
	}

	/**
	 * Kill the child and its process group. The ID cannot belong to another process as
	 * long as the child has not been reaped.
	 */
	public void killGroup() {
		signal(-this.pid, SIGKILL);
	}

	/**
	 * Send SIGTERM to the child. The ID cannot belong to another process as long as the
	 * child has not been reaped.
	 */
	public void terminate() {
		signal(this.pid, SIGTERM);
	}

	private void signal(int target, int signal) {
		try {
			this.posix.kill(target, signal);
		}
		catch (PosixException ex) {
			// ESRCH: it has exited; EPERM: what is left of it runs as another user
		}
	}

	/**
	 * Wait until the child has exited and reap it.
	 * @return how it exited
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
