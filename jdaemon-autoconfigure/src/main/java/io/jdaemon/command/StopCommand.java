package io.jdaemon.command;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

import io.jdaemon.posix.PosixUnavailableException;
import io.jdaemon.process.ExitStatus;
import io.jdaemon.settings.Settings;
import io.jdaemon.signals.SignalAction;
import io.jdaemon.status.State;
import io.jdaemon.status.Status;

/**
 * Stops the instance, and returns once nothing of it is in the way of the next start.
 */
final class StopCommand implements Command {

	private final Settings settings;

	private final Instance instance;

	private final boolean force;

	// The process halts itself at the stop timeout; this is the time to see that.
	private final Duration grace;

	StopCommand(Settings settings, Instance instance, boolean force, Duration grace) {
		this.settings = settings;
		this.instance = instance;
		this.force = force;
		this.grace = grace;
	}

	@Override
	public CommandResult run() throws CommandException, IOException, PosixUnavailableException {
		long start = System.nanoTime();
		RunningInstance running = RunningInstance.find(this.settings, this.instance, ExitStatus.DONE);
		Optional<State> state = running.status().map(Status::state);
		if (state.filter(State.STOPPING::equals).isEmpty()) {
			running.signal(SignalAction.STOP);
		}
		// A restart that is cancelled has had its own time to close.
		boolean twice = state.filter(State.RESTARTING::equals).isPresent();
		Duration timeout = this.settings.stopTimeout().multipliedBy(twice ? 2 : 1).plus(this.grace);
		if (running.awaitGone(timeout)) {
			return CommandResult.done("Stopped " + running.name() + " in " + RunningInstance.seconds(start));
		}
		return this.force ? kill(running, timeout) : new CommandResult(ExitStatus.TIMED_OUT,
				remains(running, timeout) + "; use --jdaemon.force=true to kill it");
	}

	private String remains(RunningInstance running, Duration timeout) {
		return running.name() + " is still there after " + timeout.toSeconds() + " s"
				+ (this.instance.suspended(running.process()) ? ", suspended by a signal" : "");
	}

	private CommandResult kill(RunningInstance running, Duration timeout)
			throws IOException, PosixUnavailableException {
		String remains = remains(running, timeout);
		this.instance.kill(running.process());
		if (!running.awaitGone(this.grace)) {
			return new CommandResult(ExitStatus.TIMED_OUT, remains + ", also after SIGKILL");
		}
		try {
			this.instance.removeStaleFiles();
		}
		catch (IOException ex) {
			// Another start has claimed it, or it cannot be removed: an unlocked file is
			// stale and is ignored.
		}
		return CommandResult
			.done("Killed " + running.name() + ", which was still there after " + timeout.toSeconds() + " s");
	}

}
