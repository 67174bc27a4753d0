package io.jdaemon.restart;

import java.io.IOException;

/**
 * The process that is to take the place of this one.
 */
public interface Successor {

	/**
	 * The process ID.
	 * @return a positive number
	 */
	long pid();

	/**
	 * Wait until it is ready or has ended.
	 * @return whether it is ready
	 */
	boolean awaitReady();

	/**
	 * Leave the PID file to it, and wait until it has published it or has ended.
	 * @return whether it has the PID file
	 */
	boolean takeOver();

	/**
	 * Wait until it has ended. It stays a zombie.
	 */
	void awaitEnd() throws IOException;

	/**
	 * Kill it, unless it has ended, and see to it that the PID file is this process's.
	 * @return how it ended, and its last words
	 */
	String end();

	/**
	 * Leave it on its own.
	 */
	void detach();

	/**
	 * Ask it to stop, if it is ready, or else kill it; this process stops too.
	 */
	void stop();

}
