package io.jdaemon.lifecycle;

/**
 * Whether and how the application becomes a daemon.
 */
public enum Mode {

	/**
	 * Detach, unless a {@link ForegroundReason} applies.
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
