package io.jdaemon.command;

import io.jdaemon.process.ExitStatus;

/**
 * A command that has nobody to act on.
 */
final class CommandException extends Exception {

	private static final long serialVersionUID = 1L;

	private final transient CommandResult outcome;

	CommandException(ExitStatus status, String sentence) {
		super(sentence);
		this.outcome = new CommandResult(status, sentence);
	}

	CommandResult outcome() {
		return this.outcome;
	}

}
