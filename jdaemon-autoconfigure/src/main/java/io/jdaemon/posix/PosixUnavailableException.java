package io.jdaemon.posix;

import java.util.List;

/**
 * The C library cannot be called from this JVM.
 */
public final class PosixUnavailableException extends Exception {

	private static final long serialVersionUID = 1L;

	private final String action;

	PosixUnavailableException(Throwable cause) {
		super("JNA could not be loaded: " + Reason.of(cause), cause);
		this.action = "JNA needs native access (--enable-native-access=ALL-UNNAMED) and a temporary directory that is "
				+ "not mounted noexec (-Djna.tmpdir=…).";
	}

	PosixUnavailableException(List<String> missing) {
		super("The C library of this system lacks " + String.join(", ", missing));
		this.action = "Use a system with glibc 2.28 or later.";
	}

	/**
	 * What to do about it.
	 * @return a sentence
	 */
	public String action() {
		return this.action;
	}

}
