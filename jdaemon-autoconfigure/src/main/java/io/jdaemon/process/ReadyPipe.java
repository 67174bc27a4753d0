package io.jdaemon.process;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixException;

/**
 * The write end of the pipe on which a starting process reports that it is ready, and
 * after how many seconds: {@code ready 2.9}. In place of that it reports {@code ran} if
 * it ran and exits, or {@code stopped SIGTERM} if it was stopped by a signal; then the
 * pipe stays open until the process has ended. If the pipe ends without a message, the
 * process has died.
 */
public final class ReadyPipe {

	/** The first word of the first message. */
	public static final String READY = "ready";

	/** The second message, which only a predecessor reads. */
	public static final String PUBLISHED = "published";

	/** The second message if the PID file cannot be published; the reason follows. */
	public static final String NOT_PUBLISHED = "not published: ";

	private static final String RAN = "ran";

	private static final String STOPPED = "stopped";

	private final Posix posix;

	private final int descriptor;

	private ReadyPipe(Posix posix, int descriptor) {
		this.posix = posix;
		this.descriptor = descriptor;
	}

	/**
	 * Name a recipient that does not exist yet and will have this pipe.
	 * @param descriptor the write end, in this process
	 * @return the recipient for an {@link InheritedState}
	 */
	public static String recipient(Posix posix, int descriptor) throws PosixException {
		return new String(posix.readlink("/proc/self/fd/" + descriptor), StandardCharsets.US_ASCII);
	}

	/**
	 * Adopt the pipe that the launcher or the predecessor passed on, and make it
	 * close-on-exec.
	 * @param descriptor the write end
	 * @return the pipe
	 */
	public static ReadyPipe inherited(Posix posix, int descriptor) throws PosixException {
		posix.closeOnExec(descriptor, true);
		return new ReadyPipe(posix, descriptor);
	}

	/**
	 * Report that this process is ready.
	 * @param elapsed the time since the launcher was started
	 * @return whether another process still has the read end
	 */
	public boolean ready(Duration elapsed) {
		return write(READY + " " + Seconds.of(elapsed));
	}

	/**
	 * Report that the application ran and that this process exits.
	 */
	public void ran() {
		write(RAN);
	}

	/**
	 * Report that a signal has stopped this process.
	 * @param signal the name of the signal
	 */
	public void stopped(String signal) {
		write(STOPPED + " " + signal);
	}

	/**
	 * Report that this process has published its PID file.
	 */
	public void published() {
		write(PUBLISHED);
	}

	/**
	 * Report that this process cannot publish its PID file.
	 * @param reason the reason
	 */
	public void notPublished(String reason) {
		write(NOT_PUBLISHED + reason);
	}

	private boolean write(String message) {
		try {
			this.posix.write(this.descriptor, (message + "\n").getBytes(StandardCharsets.UTF_8));
			return true;
		}
		catch (PosixException ex) {
			// EPIPE: the reader has ended. The JVM ignores SIGPIPE.
			return false;
		}
	}

	/**
	 * Close the pipe.
	 */
	public void close() {
		this.posix.close(this.descriptor);
	}

}
