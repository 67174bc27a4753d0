package io.jdaemon.settings;

import io.jdaemon.process.ExitStatus;

/**
 * A start that was refused before anything was started; its message is a sentence for the
 * operator.
 */
public final class StartException extends Exception {

	private static final long serialVersionUID = 1L;

	private final ExitStatus status;

	private final String action;

	/**
	 * Create the exception.
	 * @param status the status to end with
	 * @param found what was found, a sentence
	 * @param action what to do about it, a sentence
	 */
	public StartException(ExitStatus status, String found, String action) {
		super(found);
		this.status = status;
		this.action = action;
	}

	/**
	 * The status to end with.
	 * @return the status
	 */
	public ExitStatus status() {
		return this.status;
	}

	/**
	 * What to do about it.
	 * @return a sentence
	 */
	public String action() {
		return this.action;
	}

	/**
	 * All there is to say.
	 * @return what was found and what to do
	 */
	public String sentence() {
		return getMessage() + " " + this.action;
	}

}
