package io.jdaemon.lifecycle;

/**
 * Restarts this process: same PID, same arguments, same environment, new code.
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
