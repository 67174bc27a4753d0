package io.jdaemon.lifecycle;

import java.time.Duration;
import java.util.Optional;

import io.jdaemon.RestartStrategy;
import io.jdaemon.shutdown.ShutdownControl;
import io.jdaemon.status.CommandSender;
import io.jdaemon.status.Status;

/**
 * What the lifecycle does to this process.
 */
interface ProcessControl extends ShutdownControl {

	/**
	 * Publish the status of the process, for commands and other processes.
	 * @param status the current status
	 */
	void report(Status status);

	/**
	 * Discard output that was kept in memory, in place of /dev/null, in case the start
	 * failed.
	 */
	void discardOutput();

	/**
	 * Report to the launcher or the predecessor that the application is ready.
	 * @return whether the launcher has received that, or there is no launcher
	 */
	boolean ready();

	/**
	 * Whether a thread keeps the JVM from exiting once the thread that started the
	 * application has ended.
	 * @param starter the thread that started the application
	 * @return whether another thread that is no daemon thread is alive
	 */
	boolean keptAliveWithout(Thread starter);

	/**
	 * Report that the application ran and that the process now exits.
	 */
	void ran();

	/**
	 * Report that the application was stopped while it was starting.
	 * @param signal the name of the signal that stopped it
	 */
	void stopped(String signal);

	/**
	 * Reopen the output files.
	 * @return the reason for a failure, after which they stay as they are; else empty
	 */
	Optional<String> reopen();

	/**
	 * Close the inherited listening sockets that no server has adopted.
	 */
	void closeUnusedSockets();

	/**
	 * Take what a command has written about itself. The kernel knows the sender of a
	 * signal, but the JVM passes only the number of the signal to its handlers.
	 * @return who sends the signal, empty if it is no command of jdaemon
	 */
	Optional<CommandSender> takeSender();

	/**
	 * Take what a command has written about the restart that its signal requests.
	 * @return the strategy, if the command has written one
	 */
	Optional<RestartStrategy> takeRequest();

	/**
	 * Whether this process is a successor.
	 * @return whether it was spawned to take over from a predecessor
	 */
	boolean hasPredecessor();

	/**
	 * Wait until the predecessor leaves the PID file to this process, or has died.
	 * @return the reason why this process is not to take over, a clause; else empty
	 */
	Optional<String> awaitPredecessor();

	/**
	 * Ask the predecessors that have handed over to this process, and are still draining,
	 * to stop.
	 */
	void stopPredecessors();

	/**
	 * Ask them to stop, and wait until they have ended.
	 * @param timeout the longest time to wait
	 */
	void awaitPredecessorsEnd(Duration timeout);

	/**
	 * Publish the PID file, and report to the predecessor whether that has succeeded. As
	 * the future main process of a service, then wait until the predecessor has reported
	 * to systemd that this process is the main process now.
	 * @return the reason for a failure, a clause; else empty
	 */
	Optional<String> takeOver();

}
