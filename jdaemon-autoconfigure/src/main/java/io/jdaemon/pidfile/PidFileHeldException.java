package io.jdaemon.pidfile;

import java.io.IOException;
import java.util.OptionalInt;

/**
 * The lock of a PID file belongs to another process.
 */
public final class PidFileHeldException extends IOException {

	private static final long serialVersionUID = 1L;

	private final transient OptionalInt holder;

	PidFileHeldException(String path, OptionalInt holder) {
		super("another process has locked " + path);
		this.holder = holder;
	}

	/**
	 * The process that the file names; a process that is just starting or stopping has
	 * none.
	 * @return its ID
	 */
	public OptionalInt holder() {
		return this.holder;
	}

}
