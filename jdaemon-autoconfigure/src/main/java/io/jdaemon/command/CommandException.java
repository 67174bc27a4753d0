package io.jdaemon.command;

import io.jdaemon.process.ExitStatus;

/**
 * A command that has no instance to act on.
 */
final class CommandException extends Exception {

	private static final long serialVersionUID = 1L;

	private final transient CommandResult result;

	CommandException(ExitStatus status, String sentence) {
		super(sentence);
		this.result = new CommandResult(status, sentence);
	}

	CommandResult result() {
		return this.result;
	}

}
