package io.jdaemon.restart;

import java.io.IOException;
import java.util.Optional;

/**
 * The process that is to succeed this one.
 */
public interface Successor {

	/**
	 * The process ID.
	 * @return the process ID
	 */
	long pid();

	/**
	 * Wait until the process is ready or has ended.
	 * @return whether it is ready
	 */
	boolean awaitReady();

	/**
	 * Leave the PID file to the process, and wait until it has published it or has ended.
	 * @return the reason why it has not published the PID file; empty if it has
	 */
	Optional<String> takeOver();

	/**
	 * Wait until the process has ended. It stays a zombie.
	 */
	void awaitEnd() throws IOException;

	/**
	 * Kill the process unless it has ended, and make the PID file name this process.
	 * @return how the successor ended, and its last output
	 */
	String end();

	/**
	 * Report to the process that it has taken over, and leave it alone. This may block.
	 */
	void detach();

	/**
	 * Take the PID file back, and report to the process that it does not take over after
	 * all: it finishes its requests and exits. This may block.
	 */
	void dismiss();

	/**
	 * Signal the process to stop if it is ready, or else kill it: this process stops,
	 * too. This does not wait.
	 * @return whether the process was killed, so that {@link #end} is to follow
	 */
	boolean stop();

}
