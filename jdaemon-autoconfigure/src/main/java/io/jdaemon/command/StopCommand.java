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
 * Stops the instance, and returns once it has gone, so that the next start finds nothing
 * in its way.
 */
final class StopCommand implements Command {

	private final Settings settings;

	private final Instance instance;

	private final boolean force;

	// At the stop timeout the process halts itself; this is for it to be seen.
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
		RunningInstance addressee = RunningInstance.find(this.settings, this.instance, ExitStatus.DONE);
		Optional<State> state = addressee.status().map(Status::state);
		if (state.filter(State.STOPPING::equals).isEmpty()) {
			addressee.signal(SignalAction.STOP);
		}
		// A restart that is cancelled has had its own time to close.
		boolean twice = state.filter(State.RESTARTING::equals).isPresent();
		Duration patience = this.settings.stopTimeout().multipliedBy(twice ? 2 : 1).plus(this.grace);
		if (addressee.awaitGone(patience)) {
			return CommandResult.done("Stopped " + addressee.name() + " in " + RunningInstance.seconds(start));
		}
		return this.force ? kill(addressee, patience) : new CommandResult(ExitStatus.TIMED_OUT,
				remains(addressee, patience) + "; use --jdaemon.force=true to kill it");
	}

	private String remains(RunningInstance addressee, Duration patience) {
		return addressee.name() + " is still there after " + patience.toSeconds() + " s"
				+ (this.instance.suspended(addressee.process()) ? ", suspended by a signal" : "");
	}

	private CommandResult kill(RunningInstance addressee, Duration patience)
			throws IOException, PosixUnavailableException {
		String remains = remains(addressee, patience);
		this.instance.kill(addressee.process());
		if (!addressee.awaitGone(this.grace)) {
			return new CommandResult(ExitStatus.TIMED_OUT, remains + ", also after SIGKILL");
		}
		try {
			this.instance.removeLeftover();
		}
		catch (IOException ex) {
			// A start has it by now, or it may not be removed: nobody minds an unlocked
			// file.
		}
		return CommandResult
			.done("Killed " + addressee.name() + ", which was still there after " + patience.toSeconds() + " s");
	}

}
