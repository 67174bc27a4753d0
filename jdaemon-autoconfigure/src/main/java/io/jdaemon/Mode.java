package io.jdaemon;

/**
 * Whether and how the application becomes a daemon.
 */
public enum Mode {

	/**
	 * Detach if the application was started from a packaged jar, unless something else
	 * supervises the process or it is not meant to stay.
	 */
	AUTO,

	/**
	 * Detach, even under a supervisor or without a packaged jar.
	 */
	DAEMON,

	/**
	 * Do everything but detach: signals, restarts and the endpoint work.
	 */
	FOREGROUND,

	/**
	 * Do nothing.
	 */
	OFF

}
