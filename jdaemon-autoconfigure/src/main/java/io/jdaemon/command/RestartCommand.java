package io.jdaemon.command;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;

import io.jdaemon.RestartResult;
import io.jdaemon.RestartStrategy;
import io.jdaemon.pidfile.InstanceState;
import io.jdaemon.posix.PosixUnavailableException;
import io.jdaemon.process.Deadline;
import io.jdaemon.process.ExitStatus;
import io.jdaemon.settings.Settings;
import io.jdaemon.signals.SignalAction;
import io.jdaemon.status.State;
import io.jdaemon.status.Status;
import org.jspecify.annotations.Nullable;

/**
 * Restarts the instance, and returns once the new image is ready or has failed, with what
 * it had to say.
 */
final class RestartCommand implements Command {

	private final Settings settings;

	private final Instance instance;

	private final OutputStream words;

	private final Duration grace;

	RestartCommand(Settings settings, Instance instance, OutputStream words, Duration grace) {
		this.settings = settings;
		this.instance = instance;
		this.words = words;
		this.grace = grace;
	}

	@Override
	public CommandResult run() throws CommandException, IOException, PosixUnavailableException {
		long start = System.nanoTime();
		RunningInstance addressee = RunningInstance.find(this.settings, this.instance, ExitStatus.NOTHING_RUNNING);
		Status before = addressee.requireStatus();
		if (before.state() == State.STOPPING) {
			return stopping(addressee);
		}
		this.instance.listen(addressee.process());
		RestartStrategy strategy = this.settings.restart().configured();
		if (strategy != null) {
			this.instance.request(addressee.process(), strategy);
		}
		addressee.signal(SignalAction.RESTART);
		Duration patience = patience(before);
		Deadline deadline = Deadline.after(patience);
		Status last = before;
		while (addressee.holds()) {
			this.instance.listen(addressee.process());
			last = addressee.status().orElse(last);
			CommandResult outcome = outcome(addressee, before, last, start);
			if (outcome != null) {
				return outcome;
			}
			if (deadline.remainingNanos() <= 0) {
				return new CommandResult(ExitStatus.TIMED_OUT, late(addressee, before, last, patience));
			}
			this.instance.pause();
		}
		Optional<Status> successor = successor(before);
		return successor.isPresent() ? restarted(successor.get(), start) : ended(addressee, before, last);
	}

	// A request during the start waits for its end.
	private Duration patience(Status before) {
		Duration restart = this.settings.stopTimeout().plus(this.settings.startupTimeout()).plus(this.grace);
		return (before.state() == State.STARTING) ? restart.plus(this.settings.startupTimeout()) : restart;
	}

	private @Nullable CommandResult outcome(RunningInstance addressee, Status before, Status now, long start) {
		if (now.state() == State.STOPPING && !nextImage(before, now)) {
			return stopping(addressee);
		}
		if (now.state() != State.READY || now.decided() == before.decided()) {
			return null;
		}
		Optional<String> problem = Optional.ofNullable(now.lastRestart()).flatMap(RestartResult::problem);
		return problem
			.map((reason) -> new CommandResult(ExitStatus.FAILED,
					addressee.name() + " goes on without a restart: " + reason))
			.orElseGet(() -> restarted(now, start));
	}

	private CommandResult restarted(Status now, long start) {
		return CommandResult.done("Restarted " + this.settings.name() + " (pid " + now.info().pid() + ", restart "
				+ now.info().generation() + ") in " + RunningInstance.seconds(start));
	}

	// After a handover another process has the PID file.
	private Optional<Status> successor(Status before) throws IOException, PosixUnavailableException {
		return (this.instance.look() instanceof InstanceState.Running running) ? this.instance.status(running.process())
			.filter((now) -> now.info().generation() == before.info().generation() + 1
					&& now.info().daemonStartedAt().equals(before.info().daemonStartedAt()))
				: Optional.empty();
	}

	private static boolean nextImage(Status before, Status now) {
		return now.info().generation() != before.info().generation();
	}

	private static CommandResult stopping(RunningInstance addressee) {
		return new CommandResult(ExitStatus.NOTHING_RUNNING, addressee.name() + " is stopping");
	}

	private static String late(RunningInstance addressee, Status before, Status last, Duration patience) {
		return addressee.name()
				+ ((last.decided() == before.decided()) ? " has not acted on the request to restart within "
						: " is not ready yet: its restart takes longer than ")
				+ patience.toSeconds() + " s";
	}

	private CommandResult ended(RunningInstance addressee, Status before, Status last)
			throws IOException, PosixUnavailableException {
		// It gives up its lock before it has said everything.
		addressee.awaitGone(this.grace);
		if (last.state() != State.RESTARTING && !nextImage(before, last)) {
			return new CommandResult(ExitStatus.NOTHING_RUNNING, addressee.name() + " has ended without a restart");
		}
		this.instance.replay(this.words);
		return new CommandResult(ExitStatus.FAILED,
				this.settings.name() + " failed to restart: it ended before it was ready (pid "
						+ addressee.process().pid() + ", output " + this.settings.outputs() + ")");
	}

}
