package io.jdaemon.restart;

/**
 * A restart that has been prepared, and then is under way.
 */
interface Restart {

	/**
	 * Begin: it has been announced.
	 */
	void start();

	/**
	 * Let a stop take its place.
	 * @return whether the application is being closed already, and the process will exit
	 */
	boolean cancel();

	/**
	 * Whether the process lives on.
	 * @return whether its PID file stays, although the application ends
	 */
	boolean keepsProcess();

}
