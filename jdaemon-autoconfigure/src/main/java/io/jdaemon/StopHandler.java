package io.jdaemon;

/**
 * Stops the application on a stop signal, in place of closing the context and exiting. At
 * most one bean of this type is allowed. Before the application is ready, and while a
 * restart by exec closes it, the process exits without calling the handler.
 */
@FunctionalInterface
public interface StopHandler {

	/**
	 * End the application, now or later, on this thread or another. When this method is
	 * called, the PID file is gone. A process that is still running after
	 * {@code jdaemon.stop-timeout} is halted.
	 */
	void stop();

}
