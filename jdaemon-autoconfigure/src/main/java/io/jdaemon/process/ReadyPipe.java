package io.jdaemon.process;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixException;

/**
 * The end to write to of the pipe over which a starting process says that it is ready,
 * and after how many seconds: {@code ready 2.9}. The end of the pipe without a message
 * says that the process died.
 */
public final class ReadyPipe {

	/** How the first message begins. */
	public static final String READY = "ready";

	/** The second message, to a predecessor. */
	public static final String PUBLISHED = "published";

	private final Posix posix;

	private final int descriptor;

	private ReadyPipe(Posix posix, int descriptor) {
		this.posix = posix;
		this.descriptor = descriptor;
	}

	/**
	 * The address of a process that does not exist yet, but will have this pipe.
	 * @param descriptor the end to write to, still here
	 * @return the recipient of an {@link InheritedState}
	 */
	public static String recipient(Posix posix, int descriptor) throws PosixException {
		return new String(posix.readlink("/proc/self/fd/" + descriptor), StandardCharsets.US_ASCII);
	}

	/**
	 * The pipe as the launcher handed it over; processes that this one starts do not get
	 * it.
	 * @param descriptor the descriptor
	 * @return the pipe
	 */
	public static ReadyPipe inherited(Posix posix, int descriptor) throws PosixException {
		posix.closeOnExec(descriptor, true);
		return new ReadyPipe(posix, descriptor);
	}

	/**
	 * Say that this process is ready.
	 * @param elapsed the time since the launcher was started
	 * @return whether there is still somebody to hear it
	 */
	public boolean ready(Duration elapsed) {
		String message = READY + " " + Seconds.of(elapsed) + "\n";
		try {
			this.posix.write(this.descriptor, message.getBytes(StandardCharsets.US_ASCII));
			return true;
		}
		catch (PosixException ex) {
			// EPIPE; the JVM ignores SIGPIPE.
			return false;
		}
	}

	/**
	 * Say that this process has published its PID file.
	 */
	public void published() {
		try {
			this.posix.write(this.descriptor, (PUBLISHED + "\n").getBytes(StandardCharsets.US_ASCII));
		}
		catch (PosixException ex) {
			// it has died meanwhile
		}
	}

	/**
	 * Say no more.
	 */
	public void close() {
		this.posix.close(this.descriptor);
	}

}
