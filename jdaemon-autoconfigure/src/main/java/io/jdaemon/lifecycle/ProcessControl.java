package io.jdaemon.lifecycle;

import java.io.IOException;
import java.util.Optional;
import java.util.function.BooleanSupplier;

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
	 * Tell the launcher that the application is ready.
	 */
	void ready();

	/**
	 * Open the output files anew.
	 * @throws IOException if that fails; then they stay as they are
	 */
	void reopen() throws IOException;

	/**
	 * Make the PID file invisible and keep its lock.
	 */
	void retirePidFile();

	/**
	 * Remove the PID file and give up its lock.
	 */
	void releasePidFile();

	/**
	 * Replace the image.
	 * @param requestedBy what asked for it, for the next image to tell
	 * @param stopRequested asked last of all, when every signal that arrived has been
	 * recorded and any other waits for the next image
	 * @throws IOException if the kernel refuses
	 * @throws InterruptedException if the calling thread is interrupted
	 */
	void exec(String requestedBy, BooleanSupplier stopRequested) throws IOException, InterruptedException;

	/**
	 * End the process at once: {@link Runtime#halt(int)}.
	 * @param status the exit status
	 */
	void halt(ExitStatus status);

}
