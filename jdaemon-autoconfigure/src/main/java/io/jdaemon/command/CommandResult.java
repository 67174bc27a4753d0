package io.jdaemon.command;

import io.jdaemon.process.ExitStatus;

/**
 * What came of a command.
 *
 * @param status the status to exit with
 * @param sentence what to tell the operator
 */
record CommandResult(ExitStatus status, String sentence) {

	static CommandResult done(String sentence) {
		return new CommandResult(ExitStatus.DONE, sentence);
	}

}
