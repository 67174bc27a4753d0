package io.jdaemon.process;

import java.io.IOException;
import java.util.Arrays;

import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixException;

/**
 * The read end of the pipe on which a predecessor passes the PID file to its successor,
 * and then reports whether the successor is the main process of a service. If the pipe
 * ends without a message, the predecessor has died.
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
	 * Wait for the next message or for the end of the pipe.
	 * @return the message
	 */
	public Message await() {
		try {
			byte[] message = this.posix.read(this.descriptor, 1);
			return (message.length > 0) ? Message.of((char) message[0]) : Message.NONE;
		}
		catch (IOException ex) {
			// Without a working pipe there is nothing to wait for.
			return Message.NONE;
		}
	}

	/**
	 * Close the pipe.
	 */
	public void close() {
		this.posix.close(this.descriptor);
	}

	/** A message of the predecessor: one character. */
	public enum Message {

		/** The PID file is the successor's. */
		PID_FILE_LEFT('\n'),

		/** The successor has taken over, also from systemd's point of view. */
		TAKEN_OVER('!'),

		/** The predecessor stays: the successor is to exit. */
		DISMISSED('-'),

		/** The predecessor has died. */
		NONE('\0');

		private final char character;

		Message(char character) {
			this.character = character;
		}

		private static Message of(char character) {
			return Arrays.stream(values())
				.filter((message) -> message.character == character)
				.findFirst()
				.orElse(PID_FILE_LEFT);
		}

		/**
		 * The message as it is written to the pipe.
		 * @return one byte
		 */
		public byte[] bytes() {
			return new byte[] { (byte) this.character };
		}

	}

}
