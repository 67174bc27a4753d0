package io.jdaemon;

/**
 * Restarts the application as {@code jdaemon.restart.strategy} says, with the same
 * arguments, the same environment and new code: this process, or a successor.
 */
@FunctionalInterface
public interface Restarter {

	/**
	 * Ask for a restart. The call returns once it is certain that the restart will be
	 * tried; the application is closed on another thread. Before the application is ready
	 * the restart waits until it is.
	 * @throws RestartRefusedException if the restart could not succeed; the application
	 * goes on
	 */
	void restart() throws RestartRefusedException;

}
