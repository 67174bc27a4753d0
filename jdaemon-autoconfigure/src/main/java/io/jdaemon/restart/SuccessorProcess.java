package io.jdaemon.restart;

import java.io.IOException;
import java.util.OptionalInt;

import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixException;
import io.jdaemon.process.ChildProcess;

/**
 * The process of a successor. It leads a process group.
 */
interface SuccessorProcess {

	/**
	 * The process ID.
	 * @return a positive number
	 */
	int pid();

	/**
	 * Send SIGKILL to the process and its process group.
	 */
	void kill();

	/**
	 * Send SIGTERM to the process.
	 */
	void terminate();

	/**
	 * Wait until the process has ended.
	 */
	void awaitEnd() throws IOException;

	/**
	 * Wait until the process has ended, and leave no zombie.
	 * @return its exit status as a shell reports it, if this process can know it
	 */
	OptionalInt reap();

	/**
	 * A successor that is a child of this process.
	 *
	 * @param process the child
	 */
	record Child(Posix posix, ChildProcess process) implements SuccessorProcess {

		@Override
		public int pid() {
			return this.process.pid();
		}

		@Override
		public void kill() {
			this.process.killGroup();
		}

		@Override
		public void terminate() {
			this.process.terminate();
		}

		@Override
		public void awaitEnd() throws IOException {
			this.posix.awaitExit(this.process.pid());
		}

		@Override
		public OptionalInt reap() {
			try {
				return OptionalInt.of(this.process.reap().shellStatus());
			}
			catch (PosixException ex) {
				// ECHILD: it has been reaped already
				return OptionalInt.empty();
			}
		}

	}

}
