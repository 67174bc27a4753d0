package io.jdaemon.boot;

import java.io.IOException;
import java.util.Optional;

import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixUnavailableException;
import io.jdaemon.posix.Reason;
import io.jdaemon.process.ExitStatus;
import io.jdaemon.process.InheritedState;
import io.jdaemon.process.ProcessImage;
import io.jdaemon.settings.StartException;
import io.jdaemon.warm.WarmImage;

/**
 * Loads the calls of the C library, or says what they need, and reads with them how this
 * process was started.
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

	/**
	 * What the operator typed, which a warm start has changed.
	 * @param nativeAccessMissing whether an option has to enable native access
	 * @param inherited what was passed on to this process, if anything
	 * @return the image to start again
	 * @throws StartException if proc(5) is not mounted
	 */
	static ProcessImage typed(Posix posix, boolean nativeAccessMissing, Optional<InheritedState> inherited)
			throws StartException {
		try {
			ProcessImage typed = WarmImage.typed(ProcessImage.read(posix), inherited);
			return nativeAccessMissing ? typed.withNativeAccess() : typed;
		}
		catch (IOException ex) {
			throw new StartException(ExitStatus.OS_REFUSED,
					"The command line of this process cannot be read: " + Reason.of(ex) + ".", "Mount /proc.");
		}
	}

}
