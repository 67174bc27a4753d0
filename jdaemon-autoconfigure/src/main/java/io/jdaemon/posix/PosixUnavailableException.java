package io.jdaemon.posix;

/**
 * The C library cannot be called from this JVM.
 */
public final class PosixUnavailableException extends Exception {

	private static final long serialVersionUID = 1L;

	PosixUnavailableException(Throwable cause) {
		super("JNA could not be loaded: " + cause, cause);
	}

}
