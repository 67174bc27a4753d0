package io.jdaemon;

/**
 * How a restart replaces the running code.
 */
public enum RestartStrategy {

	/**
	 * The process replaces its image, see execve(2). The PID stays the same, and
	 * connections wait until the new image is ready.
	 */
	EXEC,

	/**
	 * A successor becomes ready beside the process, which then exits. The PID changes,
	 * and no connection waits.
	 */
	HANDOVER

}
