package io.jdaemon.warm;

import java.io.Serial;

/**
 * Why a start does without a cache. It is never a failure of the start. The message is a
 * sentence.
 */
public final class ColdStartException extends Exception {

	@Serial
	private static final long serialVersionUID = 1L;

	/**
	 * Create the exception.
	 * @param reason the reason, a sentence
	 */
	ColdStartException(String reason) {
		super(reason);
	}

	/**
	 * The reason.
	 * @return a sentence
	 */
	public String reason() {
		return String.valueOf(getMessage());
	}

}
