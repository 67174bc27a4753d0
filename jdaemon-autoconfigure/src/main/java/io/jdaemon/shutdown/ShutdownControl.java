package io.jdaemon.shutdown;

import java.time.Duration;
import java.util.Optional;

import io.jdaemon.process.ExitStatus;
import io.jdaemon.sockets.Gap;

/**
 * What a shutdown does to this process.
 */
public interface ShutdownControl {

	/**
	 * Announce the end on all connections, wait until those that are open have ended, and
	 * stop accepting last.
	 * @param timeout how long a connection without a request is waited for at most
	 * @return the gap in which new connections wait, empty if there is no server
	 */
	Optional<Gap> drain(Duration timeout);

	/**
	 * Stop accepting connections, because a successor accepts them, and wait until those
	 * that are open have ended.
	 * @param timeout the longest time to wait
	 */
	void drainForSuccessor(Duration timeout);

	/**
	 * Before a stop: if the listening sockets outlive this process, because systemd has
	 * them open, too, drain for the process that systemd starts next.
	 * @param timeout how long a connection without a request is waited for at most
	 */
	void drainForNextProcess(Duration timeout);

	/**
	 * End the wait for open connections now.
	 */
	void endDrain();

	/**
	 * Block the handled signals in the calling thread, so that other threads receive them
	 * or they stay pending for the next image.
	 */
	void blockSignals();

	/**
	 * Unblock the handled signals in the calling thread, so that it can receive them.
	 */
	void unblockSignals();

	/**
	 * Hide the PID file and keep its lock.
	 */
	void retirePidFile();

	/**
	 * Hide the PID file, and leave it to the exit of the JVM to remove it and to release
	 * its lock.
	 */
	void leavePidFile();

	/**
	 * Remove the PID file and release its lock.
	 */
	void releasePidFile();

	/**
	 * End the process at once: {@link Runtime#halt(int)}.
	 * @param status the exit status
	 */
	void halt(ExitStatus status);

}
