package io.jdaemon.shutdown;

import io.jdaemon.HandoverHandler;
import io.jdaemon.StopHandler;

/**
 * The application in this process, as the lifecycle sees it.
 */
public interface Application {

	/**
	 * Close the application and run its shutdown handlers, without exiting. This may take
	 * any time: the lifecycle limits it.
	 */
	void close();

	/**
	 * Stop the application as its {@link StopHandler} decides. Without one, close it and
	 * exit with its exit code.
	 * @param closed called in between, without a {@link StopHandler}
	 */
	void stop(Runnable closed);

	/**
	 * Call the {@link HandoverHandler}s before a handover. This may take any time, and
	 * throws nothing.
	 */
	void beforeHandover();

	/**
	 * Call the {@link HandoverHandler}s after a handover that has failed.
	 */
	void handoverFailed();

	/**
	 * Publish an event to the listeners of the application. This may take any time, and
	 * throws nothing.
	 * @param event the event
	 */
	void publish(Object event);

	/**
	 * Tell load balancers, by the readiness state, to send no more requests. This may
	 * take any time, and throws nothing.
	 */
	void refuseTraffic();

	/**
	 * Whether the application is alive, as its liveness state says.
	 * @return false if only a restart would help it
	 */
	boolean alive();

	/**
	 * Exit the JVM with its shutdown hooks; does not return.
	 * @param status the exit status
	 */
	void exit(int status);

}
