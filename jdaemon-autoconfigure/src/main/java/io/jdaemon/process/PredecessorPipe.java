package io.jdaemon.process;

import java.io.IOException;

import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixException;

/**
 * The end to read from of the pipe over which a process leaves the PID file to its
 * successor. The end of the pipe without a message says that it died: then the file is
 * the successor's, too.
 */
public final class PredecessorPipe {

	private final Posix posix;

	private final int descriptor;

	private PredecessorPipe(Posix posix, int descriptor) {
		this.posix = posix;
		this.descriptor = descriptor;
	}

	/**
	 * The pipe as the predecessor handed it over; processes that this one starts do not
	 * get it.
	 * @param descriptor the descriptor
	 * @return the pipe
	 */
	public static PredecessorPipe inherited(Posix posix, int descriptor) throws PosixException {
		posix.closeOnExec(descriptor, true);
		return new PredecessorPipe(posix, descriptor);
	}

	/**
	 * Wait for the message, or for the end.
	 */
	public void await() {
		try {
			this.posix.read(this.descriptor, 1);
		}
		catch (IOException ex) {
			// then there is nobody to wait for
		}
		finally {
			this.posix.close(this.descriptor);
		}
	}

}
