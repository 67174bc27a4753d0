package io.jdaemon.process;

import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixUnavailableException;

/**
 * Loads the system calls when they are needed: what Java can do is done without them,
 * because they cost time and, on some JVMs, a warning.
 */
@FunctionalInterface
public interface PosixSource {

	/**
	 * Load them, the first time.
	 * @return the system calls
	 * @throws PosixUnavailableException if the native library cannot be loaded
	 */
	Posix get() throws PosixUnavailableException;

}
