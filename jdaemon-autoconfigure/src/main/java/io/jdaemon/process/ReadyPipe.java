package io.jdaemon.process;

import java.nio.charset.StandardCharsets;

import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixException;

/**
 * The pipe over which a starting process says that it is ready. Its end without a message
 * says that the process died.
 */
public final class ReadyPipe {

	private static final byte[] READY = "ready\n".getBytes(StandardCharsets.US_ASCII);

	private final Posix posix;

	private final int descriptor;

	private ReadyPipe(Posix posix, int descriptor) {
		this.posix = posix;
		this.descriptor = descriptor;
	}

	/**
	 * The end to read from.
	 * @param posix the system calls
	 * @param descriptor the descriptor
	 * @return that end
	 */
	public static ReadyPipe reader(Posix posix, int descriptor) {
		return new ReadyPipe(posix, descriptor);
	}

	/**
	 * The end to write to, as the previous image handed it over; processes that this one
	 * starts do not get it.
	 * @param posix the system calls
	 * @param descriptor the descriptor
	 * @return that end
	 * @throws PosixException if the kernel refuses
	 */
	public static ReadyPipe inherited(Posix posix, int descriptor) throws PosixException {
		posix.closeOnExec(descriptor, true);
		return new ReadyPipe(posix, descriptor);
	}

	/**
	 * Wait for the message.
	 * @return whether it came; otherwise the other end was closed
	 * @throws PosixException if the kernel refuses
	 */
	public boolean awaitReady() throws PosixException {
		return this.posix.read(this.descriptor, READY.length).length > 0;
	}

	/**
	 * Say that this process is ready. If nobody listens any more, nobody is told.
	 */
	public void ready() {
		try {
			this.posix.write(this.descriptor, READY);
		}
		catch (PosixException ex) {
			// EPIPE: the launcher was killed. The JVM ignores SIGPIPE.
		}
		finally {
			this.posix.close(this.descriptor);
		}
	}

}
