package io.jdaemon.lifecycle;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

import io.jdaemon.process.Reexec;

/**
 * What the lifecycle does to this process.
 */
interface ProcessControl {

	/**
	 * Find out whether a restart could succeed.
	 * @return why not, a sentence, or nothing
	 */
	Optional<String> preflight();

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
	 * Remove the PID file and give up its lock.
	 */
	void releasePidFile();

	/**
	 * Close the listening sockets of the previous image that nobody has taken over.
	 */
	void closeRestOfSockets();

	/**
	 * Accept no more connections, and wait for the end of those that are open.
	 * @param most how long to wait at most
	 */
	void drain(Duration most);

	/**
	 * Keep no listening socket open but as its server does: there will be no next image.
	 */
	void releaseSockets();

	/**
	 * Prepare to replace the image. From now on output that nobody keeps is kept in
	 * memory, until the next image is ready, and the listening sockets stay open.
	 * @param requestedBy what asked for it, for the next image to tell
	 * @param stopRequested asked last of all, when every signal that arrived has been
	 * recorded and any other waits for the next image
	 * @return the replacement
	 */
	Reexec.Replacement prepareRestart(String requestedBy, BooleanSupplier stopRequested);

	/**
	 * Take what somebody has written about the restart that he asks for by a signal.
	 * @return how he wants it done, if he has said so
	 */
	Optional<RestartStrategy> takeRequest();

	/**
	 * Start the process that is to take the place of this one, on the same sockets.
	 * @param requestedBy what asked for it, for the successor to tell
	 * @return the process, which is starting
	 * @throws IOException if the kernel refuses
	 */
	Successor spawnSuccessor(String requestedBy) throws IOException;

	/**
	 * Whether this process is a successor.
	 * @return whether there is, or was, a predecessor to take over from
	 */
	boolean succeeds();

	/**
	 * Wait until the predecessor leaves the PID file to this process or has died.
	 */
	void awaitPredecessor();

	/**
	 * Publish the PID file, which the predecessor has left, and say so.
	 */
	void publishPidFile();

	/**
	 * Keep signals from the calling thread from now on, so that they go to others or wait
	 * for the next image.
	 */
	void blockSignals();

	/**
	 * End the process at once: {@link Runtime#halt(int)}.
	 * @param status the exit status
	 */
	void halt(ExitStatus status);

}
