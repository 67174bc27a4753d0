package io.jdaemon;

/**
 * Whether and how the application becomes a daemon.
 */
public enum Mode {

	/**
	 * Detach, unless something else supervises the process or it is not meant to stay.
	 */
	AUTO,

	/**
	 * Detach.
	 */
	DAEMON,

	/**
	 * Do all but detach.
	 */
	FOREGROUND,

	/**
	 * Do nothing.
	 */
	OFF

}
