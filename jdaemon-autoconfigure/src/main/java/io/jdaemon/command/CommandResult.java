package io.jdaemon.command;

import java.util.List;

import io.jdaemon.process.ExitStatus;

/**
 * The result of a command.
 *
 * @param status the status to exit with
 * @param sentence what to print
 * @param details more lines for people
 */
record CommandResult(ExitStatus status, String sentence, List<String> details) {

	CommandResult(ExitStatus status, String sentence) {
		this(status, sentence, List.of());
	}

	static CommandResult done(String sentence) {
		return new CommandResult(ExitStatus.DONE, sentence);
	}

	CommandResult with(List<String> details) {
		return new CommandResult(this.status, this.sentence, details);
	}

}
