package io.jdaemon;

/**
 * What the application does when a signal tells it to stop, in place of closing the
 * context and exiting. At most one bean.
 */
@FunctionalInterface
public interface StopHandler {

	/**
	 * End the application, now or later, on this thread or another. It is called once the
	 * PID file has been removed. If the process is still there after
	 * {@code jdaemon.stop-timeout}, it is halted.
	 */
	void stop();

}
