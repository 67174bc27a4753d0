package io.jdaemon;

/**
 * Prepares the application for a handover: its successor, which is ready, runs beside it
 * from then on, with schedulers and consumers of its own. Beans of this type are called
 * in the process that hands over, in their order. After them a successor gets the event
 * {@link Restarted}.
 */
public interface HandoverHandler {

	/**
	 * Stop what must not run in two processes, such as a scheduler. This method is called
	 * before the PID file goes to the successor, which follows once it has returned, and
	 * at the latest after {@code jdaemon.restart.drain-timeout}. An exception is logged
	 * and does not stop the handover.
	 */
	void beforeHandover();

	/**
	 * Start again what {@link #beforeHandover()} has stopped: the handover has failed,
	 * and this process stays.
	 */
	default void handoverFailed() {
	}

}
