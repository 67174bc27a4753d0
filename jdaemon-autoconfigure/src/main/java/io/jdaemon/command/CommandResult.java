package io.jdaemon.command;

import io.jdaemon.process.ExitStatus;

/**
 * The result of a command.
 *
 * @param status the status to exit with
 * @param sentence what to print
 */
record CommandResult(ExitStatus status, String sentence) {

	static CommandResult done(String sentence) {
		return new CommandResult(ExitStatus.DONE, sentence);
	}

}
