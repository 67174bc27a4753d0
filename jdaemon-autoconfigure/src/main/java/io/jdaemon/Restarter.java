package io.jdaemon;

/**
 * Restarts the application with the same arguments, the same environment and new code.
 * {@code jdaemon.restart.strategy} decides whether this process replaces its image or a
 * successor takes over; in the foreground the process always replaces its image.
 */
@FunctionalInterface
public interface Restarter {

	/**
	 * Request a restart. The method returns once the restart has begun; the application
	 * is closed on another thread. A request that is made before the application is ready
	 * returns at once: the restart is checked and begun when the application is ready. In
	 * a fleet, the method also returns once the restart waits for a permit.
	 * @throws RestartRefusedException if the restart could not succeed, another one is
	 * under way, the process is stopping, or jdaemon is off
	 */
	void restart() throws RestartRefusedException;

}
