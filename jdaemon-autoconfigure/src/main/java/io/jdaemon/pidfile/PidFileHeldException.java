package io.jdaemon.pidfile;

import java.io.IOException;
import java.util.OptionalInt;

/**
 * Another process holds the lock of the PID file.
 */
public final class PidFileHeldException extends IOException {

	private static final long serialVersionUID = 1L;

	private final transient OptionalInt holder;

	PidFileHeldException(String path, OptionalInt holder) {
		super("another process has locked " + path);
		this.holder = holder;
	}

	/**
	 * The process that the file names. A process that is starting or stopping is not
	 * named.
	 * @return its ID, if it is known
	 */
	public OptionalInt holder() {
		return this.holder;
	}

}
