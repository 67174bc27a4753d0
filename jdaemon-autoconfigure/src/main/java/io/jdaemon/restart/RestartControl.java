package io.jdaemon.restart;

import java.io.IOException;
import java.util.Optional;
import java.util.function.BooleanSupplier;

import io.jdaemon.RestartStrategy;
import io.jdaemon.process.RestartCause;
import io.jdaemon.rehearsal.Rehearsal;
import io.jdaemon.systemd.Delivery;

/**
 * What a restart does to this process.
 */
public interface RestartControl {

	/**
	 * Check whether a restart could succeed.
	 * @param strategy how it would be done
	 * @return the reason why it could not, a sentence; empty if it could
	 */
	Optional<String> preflight(RestartStrategy strategy);

	/**
	 * What the next image would be started from.
	 * @return a value that changes whenever a jar is replaced
	 */
	Object version();

	/**
	 * The rehearsal that a restart by exec needs now. This may block.
	 * @return the rehearsal, not started; empty if none is needed
	 */
	Optional<Rehearsal> rehearsal();

	/**
	 * Write what a rehearsal has written to the standard error of this process, each line
	 * marked. This may block.
	 * @param output what it has written
	 */
	void print(String output);

	/**
	 * Prepare to replace the image. From now on the listening sockets stay open.
	 * @param cause why there is a restart, for the next image
	 * @param stopRequested asked last of all, when every signal that has arrived is
	 * recorded and any later one stays pending for the next image
	 * @return the replacement
	 */
	Execve.Replacement prepareExec(RestartCause cause, BooleanSupplier stopRequested);

	/**
	 * From now on keep discarded output in memory, until the next image is ready.
	 */
	void keepDiscardedOutput();

	/**
	 * Whether a successor may take over from this process. In the foreground the shell or
	 * the supervisor knows the PID, and only systemd accepts another one.
	 * @return whether this process is a daemon, or the main process of a service that
	 * reports to systemd
	 */
	boolean mayHandOver();

	/**
	 * Report to systemd that the successor is now the main process of the service. After
	 * that this process reports nothing more. It does not wait.
	 * @param successor the process ID of the successor
	 * @return what became of the report
	 */
	Delivery handOver(long successor);

	/**
	 * Start the successor of this process, with the same listening sockets.
	 * @param cause why there is a restart, for the successor
	 * @return the successor, which is starting
	 * @throws IOException if it cannot be started; nothing is left behind
	 */
	Successor spawnSuccessor(RestartCause cause) throws IOException;

	/**
	 * Close the second descriptors of the listening sockets: there will be no next image.
	 */
	void releaseSockets();

}
