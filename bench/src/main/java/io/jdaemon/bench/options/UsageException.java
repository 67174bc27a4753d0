package io.jdaemon.bench.options;

/**
 * A wrong option; the message names it and what is right.
 */
public final class UsageException extends Exception {

	private static final long serialVersionUID = 1L;

	UsageException(String message) {
		super(message);
	}

}
