package io.jdaemon.launch;

import java.io.IOException;
import java.util.Optional;

import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixUnavailableException;
import io.jdaemon.posix.Reason;
import io.jdaemon.process.ExitStatus;
import io.jdaemon.process.InheritedState;
import io.jdaemon.process.NativeAccess;
import io.jdaemon.process.ProcessImage;
import io.jdaemon.settings.StartException;
import io.jdaemon.warm.WarmImage;

/**
 * Loads the calls of the C library, or says what they need, and reads with them how this
 * process was started.
 *
 * @param posix the calls
 * @param nativeAccessMissing whether an option has to enable native access for the next
 * image
 */
public record NativeLibrary(Posix posix, boolean nativeAccessMissing) {

	/**
	 * Load the calls, to start this process again.
	 * @return the library
	 * @throws StartException if it cannot be loaded
	 */
	public static NativeLibrary open() throws StartException {
		// The first native call would change the answer.
		boolean nativeAccessMissing = NativeAccess.missing();
		return new NativeLibrary(load(), nativeAccessMissing);
	}

	/**
	 * Load the calls.
	 * @return the calls
	 * @throws StartException if they cannot be loaded
	 */
	public static Posix load() throws StartException {
		try {
			return Posix.load();
		}
		catch (PosixUnavailableException ex) {
			throw unavailable(ex);
		}
	}

	/**
	 * The calls cannot be loaded.
	 * @param cause why
	 * @return what to do about it
	 */
	public static StartException unavailable(PosixUnavailableException cause) {
		return new StartException(ExitStatus.OS_REFUSED, cause.getMessage() + ".", cause.action());
	}

	/**
	 * What the operator typed, which a warm start has changed.
	 * @param inherited what was passed on to this process, if anything
	 * @return the image to start again
	 * @throws StartException if proc(5) is not mounted
	 */
	public ProcessImage typed(Optional<InheritedState> inherited) throws StartException {
		try {
			ProcessImage typed = WarmImage.typed(ProcessImage.read(this.posix), inherited);
			return this.nativeAccessMissing ? typed.withNativeAccess() : typed;
		}
		catch (IOException ex) {
			throw new StartException(ExitStatus.OS_REFUSED,
					"The command line of this process cannot be read: " + Reason.of(ex) + ".", "Mount /proc.");
		}
	}

}
