package io.jdaemon.bench.options;

/**
 * A wrong option, told in one sentence.
 */
public final class UsageException extends Exception {

	private static final long serialVersionUID = 1L;

	UsageException(String sentence) {
		super(sentence);
	}

}
