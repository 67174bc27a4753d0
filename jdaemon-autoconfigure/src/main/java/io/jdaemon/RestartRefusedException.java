package io.jdaemon;

/**
 * A restart that is not tried, because it could not succeed; the service goes on.
 */
public final class RestartRefusedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create the exception.
	 * @param reason why, a sentence
	 */
	public RestartRefusedException(String reason) {
		super(reason);
	}

}
