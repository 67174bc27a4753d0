package io.jdaemon.settings;

import io.jdaemon.process.ExitStatus;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a start is refused before anything is started. Its message is a sentence
 * for the operator.
 */
public final class StartException extends Exception {

	private static final long serialVersionUID = 1L;

	private final ExitStatus status;

	private final String action;

	/**
	 * Create the exception.
	 * @param status the exit status
	 * @param found what was found, a sentence
	 * @param action what to do about it, a sentence
	 */
	public StartException(ExitStatus status, String found, String action) {
		this(status, found, action, null);
	}

	/**
	 * Create the exception for a failure of jdaemon itself, whose trace a developer
	 * needs.
	 * @param status the exit status
	 * @param found what was found, a sentence
	 * @param action what to do about it, a sentence
	 * @param cause the failure, {@code null} if the sentence says all
	 */
	StartException(ExitStatus status, String found, String action, @Nullable Throwable cause) {
		super(found, cause);
		this.status = status;
		this.action = action;
	}

	/**
	 * The exit status.
	 * @return the exit status
	 */
	public ExitStatus status() {
		return this.status;
	}

	/**
	 * What to do about the failure.
	 * @return a sentence
	 */
	public String action() {
		return this.action;
	}

	/**
	 * The whole message.
	 * @return what was found, and what to do about it
	 */
	public String sentence() {
		return getMessage() + " " + this.action;
	}

}
