package io.jdaemon.lifecycle;

import java.util.Optional;

import io.jdaemon.RestartStrategy;
import io.jdaemon.shutdown.ShutdownControl;
import io.jdaemon.status.Status;

/**
 * What the lifecycle does to this process.
 */
interface ProcessControl extends ShutdownControl {

	/**
	 * Publish what the process is doing, for those who look at it from outside.
	 * @param status the status now
	 */
	void report(Status status);

	/**
	 * Let the output go to /dev/null that was kept in memory, in case the start fails.
	 */
	void forgetOutput();

	/**
	 * Tell the launcher, or the predecessor, that the application is ready.
	 * @return whether the launcher has heard, or there is none
	 */
	boolean ready();

	/**
	 * Open the output files anew.
	 * @return why not, or nothing; if not, they stay as they are
	 */
	Optional<String> reopen();

	/**
	 * Make the PID file invisible and keep its lock.
	 */
	void retirePidFile();

	/**
	 * Close the listening sockets of the previous image that nobody has taken over.
	 */
	void closeRestOfSockets();

	/**
	 * Take what somebody has written about the restart that he asks for by a signal.
	 * @return how he wants it done, if he has said so
	 */
	Optional<RestartStrategy> takeRequest();

	/**
	 * Whether this process is a successor.
	 * @return whether there is, or was, a predecessor to take over from
	 */
	boolean hasPredecessor();

	/**
	 * Wait until the predecessor leaves the PID file to this process or has died.
	 */
	void awaitPredecessor();

	/**
	 * Publish the PID file, which the predecessor has left, and say so.
	 */
	void publishPidFile();

}
