package io.jdaemon;

/**
 * Thrown when a restart is refused: it could not succeed, another one is under way, the
 * process is stopping, or jdaemon is off. The refusal changes nothing.
 */
public final class RestartRefusedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create the exception.
	 * @param reason the reason, a sentence
	 */
	public RestartRefusedException(String reason) {
		super(reason);
	}

}
