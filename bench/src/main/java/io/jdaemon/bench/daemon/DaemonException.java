package io.jdaemon.bench.daemon;

/**
 * The daemon is not in the state that the run requires; the message is one sentence.
 */
public final class DaemonException extends Exception {

	private static final long serialVersionUID = 1L;

	public DaemonException(String message) {
		super(message);
	}

}
