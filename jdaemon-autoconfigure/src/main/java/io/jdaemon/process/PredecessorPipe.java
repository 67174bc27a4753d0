package io.jdaemon.process;

import java.io.IOException;

import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixException;

/**
 * The read end of the pipe on which a predecessor passes the PID file to its successor.
 * If the pipe ends without a message, the predecessor has died; the PID file belongs to
 * the successor then as well.
 */
public final class PredecessorPipe {

	private final Posix posix;

	private final int descriptor;

	private PredecessorPipe(Posix posix, int descriptor) {
		this.posix = posix;
		this.descriptor = descriptor;
	}

	/**
	 * Adopt the pipe that the predecessor passed on, and make it close-on-exec.
	 * @param descriptor the read end
	 * @return the pipe
	 */
	public static PredecessorPipe inherited(Posix posix, int descriptor) throws PosixException {
		posix.closeOnExec(descriptor, true);
		return new PredecessorPipe(posix, descriptor);
	}

	/**
	 * Wait for the message or for the end of the pipe, and close it.
	 */
	public void await() {
		try {
			this.posix.read(this.descriptor, 1);
		}
		catch (IOException ex) {
			// Without a working pipe there is nothing to wait for.
		}
		finally {
			this.posix.close(this.descriptor);
		}
	}

}
