package io.jdaemon;

/**
 * How a restart replaces the running code.
 */
public enum RestartStrategy {

	/** The process replaces its image: the same PID, and a pause. */
	EXEC,

	/**
	 * A successor becomes ready beside it, and then it goes: another PID, and no pause.
	 */
	HANDOVER

}
