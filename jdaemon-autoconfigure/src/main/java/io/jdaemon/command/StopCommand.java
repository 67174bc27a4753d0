package io.jdaemon.command;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import io.jdaemon.pidfile.InstanceState;
import io.jdaemon.posix.PosixUnavailableException;
import io.jdaemon.posix.Reason;
import io.jdaemon.process.ExitStatus;
import io.jdaemon.process.ProcessIdentity;
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
		if (this.instance.probe() instanceof InstanceState.StalePidFile stale && stale.pid().isPresent()) {
			return removeStaleFile(stale.pid().getAsLong());
		}
		RunningInstance running = RunningInstance.find(this.settings, this.instance, ExitStatus.DONE);
		CommandResult result = stop(running, start);
		while (result.status() != ExitStatus.TIMED_OUT && running.successor().isPresent()) {
			// It has handed over before the signal arrived.
			running = RunningInstance.find(this.settings, this.instance, ExitStatus.DONE);
			result = stop(running, start);
		}
		return result;
	}

	private CommandResult stop(RunningInstance running, long start)
			throws CommandException, IOException, PosixUnavailableException {
		Optional<State> state = running.firstStatus().map(Status::state);
		String draining = predecessors(running.draining());
		this.instance.keepStatus(running.process());
		if (state.filter(State.STOPPING::equals).isEmpty()) {
			running.signal(SignalAction.STOP);
		}
		// A restart that is cancelled has had its own time to close.
		boolean twice = state.filter(State.RESTARTING::equals).isPresent();
		Duration timeout = this.settings.stopTimeout().multipliedBy(twice ? 2 : 1).plus(this.grace);
		if (running.awaitGone(timeout)) {
			return this.instance.lastStatus()
				.map(Status::halted)
				.map((halted) -> new CommandResult(ExitStatus.HALTED,
						"Halted " + running.name() + draining + " after " + RunningInstance.seconds(start) + ": "
								+ halted))
				.orElseGet(() -> CommandResult
					.done("Stopped " + running.name() + draining + " in " + RunningInstance.seconds(start)));
		}
		return this.force ? kill(running, timeout) : new CommandResult(ExitStatus.TIMED_OUT,
				remains(running, timeout) + "; use --jdaemon.force=true to kill it");
	}

	// A start does the same. A file that contains anything but a PID is left alone.
	private CommandResult removeStaleFile(long pid) throws PosixUnavailableException {
		String found = this.settings.name() + " is not running; its stale PID file " + this.settings.pidFile()
				+ " (pid " + pid + ") ";
		try {
			this.instance.removeStaleFiles();
			return CommandResult.done(found + "was removed");
		}
		catch (IOException ex) {
			return CommandResult.done(found + "cannot be removed: " + Reason.of(ex));
		}
	}

	private static String predecessors(List<ProcessIdentity> draining) {
		return draining.isEmpty() ? "" : " and its predecessor (pid " + pids(draining) + "), which was draining,";
	}

	private static String pids(List<ProcessIdentity> processes) {
		return processes.stream().map((process) -> String.valueOf(process.pid())).collect(Collectors.joining(", "));
	}

	private String remains(RunningInstance running, Duration timeout) {
		List<ProcessIdentity> draining = running.draining();
		return running.name() + (draining.isEmpty() ? "" : " or its predecessor (pid " + pids(draining) + ")")
				+ " is still there after " + timeout.toSeconds() + " s"
				+ (this.instance.suspended(running.process()) ? ", suspended by a signal" : "");
	}

	private CommandResult kill(RunningInstance running, Duration timeout)
			throws IOException, PosixUnavailableException {
		String remains = remains(running, timeout);
		this.instance.kill(running.process());
		for (ProcessIdentity predecessor : running.draining()) {
			this.instance.killPredecessor(predecessor);
		}
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
