package io.jdaemon.status;

/**
 * The states of a process.
 */
public enum State {

	/** The application is not ready yet. */
	STARTING,

	/** {@code ApplicationReadyEvent} has come. */
	READY,

	/** The application is being closed, to be replaced by the next image. */
	RESTARTING,

	/** The application is being closed, and the process will end. */
	STOPPING

}
