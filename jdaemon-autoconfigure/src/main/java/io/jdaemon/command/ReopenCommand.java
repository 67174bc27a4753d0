package io.jdaemon.command;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

import io.jdaemon.posix.PosixUnavailableException;
import io.jdaemon.process.Deadline;
import io.jdaemon.process.ExitStatus;
import io.jdaemon.settings.Settings;
import io.jdaemon.signals.SignalAction;
import io.jdaemon.status.Status;

/**
 * Makes the instance reopen its output files, and returns once it has.
 */
final class ReopenCommand implements Command {

	private final Settings settings;

	private final Instance instance;

	private final Duration grace;

	ReopenCommand(Settings settings, Instance instance, Duration grace) {
		this.settings = settings;
		this.instance = instance;
		this.grace = grace;
	}

	@Override
	public CommandResult run() throws CommandException, IOException, PosixUnavailableException {
		RunningInstance running = RunningInstance.find(this.settings, this.instance, ExitStatus.NOTHING_RUNNING);
		Status before = running.requireStatus();
		running.signal(SignalAction.REOPEN);
		// During a restart, the next image reopens them.
		Duration timeout = this.settings.stopTimeout().plus(this.settings.startupTimeout()).plus(this.grace);
		Deadline deadline = Deadline.after(timeout);
		Optional<Status> now = running.status();
		while (running.holds()) {
			Optional<Status> handled = now
				.filter((status) -> status.reopenings().count() != before.reopenings().count());
			if (handled.isPresent()) {
				return result(running, handled.get());
			}
			if (deadline.remainingNanos() <= 0) {
				return new CommandResult(ExitStatus.TIMED_OUT,
						running.name() + " has not acted on the request to reopen its output files within "
								+ timeout.toSeconds() + " s");
			}
			this.instance.pause();
			now = running.status();
		}
		if (running.successor().isPresent()) {
			// It may have opened its output files before they were moved.
			return run();
		}
		return new CommandResult(ExitStatus.NOTHING_RUNNING, running.name() + " has ended");
	}

	private static CommandResult result(RunningInstance running, Status now) {
		String failure = now.reopenings().failure();
		return (failure == null) ? CommandResult.done("Reopened the output files of " + running.name())
				: new CommandResult(ExitStatus.FAILED, running.name() + " keeps its current output files: " + failure);
	}

}
