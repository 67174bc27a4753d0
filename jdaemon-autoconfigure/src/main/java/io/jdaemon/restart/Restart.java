package io.jdaemon.restart;

/**
 * A restart that has been prepared or is under way.
 */
interface Restart {

	/**
	 * Start the restart. The state RESTARTING has been published already.
	 */
	void start();

	/**
	 * Cancel the restart, because a stop takes its place.
	 * @return whether the application is being closed already and the process will exit
	 */
	boolean cancel();

	/**
	 * Undo the preparation, because the restart is not started. This may block.
	 */
	void abandon();

	/**
	 * Whether the process outlives the application.
	 * @return whether its PID file stays although the application ends
	 */
	boolean keepsProcess();

}
