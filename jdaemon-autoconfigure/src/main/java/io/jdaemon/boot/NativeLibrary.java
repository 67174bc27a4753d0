package io.jdaemon.boot;

import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixUnavailableException;
import io.jdaemon.process.ExitStatus;
import io.jdaemon.settings.StartException;

/**
 * Loads the calls of the C library, or says what they need.
 */
final class NativeLibrary {

	private NativeLibrary() {
	}

	static Posix load() throws StartException {
		try {
			return Posix.load();
		}
		catch (PosixUnavailableException ex) {
			throw unavailable(ex);
		}
	}

	static StartException unavailable(PosixUnavailableException cause) {
		return new StartException(ExitStatus.OS_REFUSED, cause.getMessage() + ".", cause.action());
	}

}
