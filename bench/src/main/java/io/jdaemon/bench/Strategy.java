package io.jdaemon.bench;

/**
 * How the daemon is to restart.
 */
enum Strategy {

	EXEC, HANDOVER,

	/** Not at all, for comparison: each restart is a pause as long as the start took. */
	NONE

}
