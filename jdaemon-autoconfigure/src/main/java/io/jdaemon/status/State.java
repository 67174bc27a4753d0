package io.jdaemon.status;

/**
 * The states of the daemon's process.
 */
public enum State {

	/** The application is not ready yet. */
	STARTING,

	/** The application is ready. */
	READY,

	/** A restart is under way: the application is being closed, or a successor starts. */
	RESTARTING,

	/** The application is being closed, and then the process exits. */
	STOPPING

}
