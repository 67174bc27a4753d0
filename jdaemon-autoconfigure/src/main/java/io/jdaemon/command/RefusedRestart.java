package io.jdaemon.command;

import java.io.IOException;

import io.jdaemon.posix.PosixUnavailableException;
import io.jdaemon.process.ExitStatus;
import io.jdaemon.settings.Settings;

/**
 * Refuses to restart the instance: the next image would not start.
 *
 * @param settings the settings
 * @param instance the instance
 * @param missing the exit status if nothing runs
 * @param reason the reason, a sentence
 */
record RefusedRestart(Settings settings, Instance instance, ExitStatus missing, String reason) implements Command {

	@Override
	public CommandResult run() throws CommandException, IOException, PosixUnavailableException {
		RunningInstance running = RunningInstance.find(this.settings, this.instance, this.missing);
		return new CommandResult(ExitStatus.FAILED,
				running.name() + " was not restarted and keeps running: " + this.reason);
	}

}
