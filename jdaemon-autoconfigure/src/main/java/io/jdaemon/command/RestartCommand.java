package io.jdaemon.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

import io.jdaemon.RestartResult;
import io.jdaemon.RestartStrategy;
import io.jdaemon.output.LastWords;
import io.jdaemon.posix.PosixUnavailableException;
import io.jdaemon.process.Deadline;
import io.jdaemon.process.ExitStatus;
import io.jdaemon.process.Seconds;
import io.jdaemon.settings.Settings;
import io.jdaemon.signals.SignalAction;
import io.jdaemon.status.RestartResults;
import io.jdaemon.status.State;
import io.jdaemon.status.Status;
import org.jspecify.annotations.Nullable;

/**
 * Restarts the instance, and returns once the new image is ready, or has failed; then it
 * prints the output of that image.
 */
final class RestartCommand implements Command {

	// In lines
	private static final int SHORT_OUTPUT = 10;

	private final Settings settings;

	private final Instance instance;

	// If nothing runs that could restart
	private final ExitStatus missing;

	private final OutputStream output;

	private final Consumer<String> progress;

	private final Duration grace;

	private @Nullable String reported;

	/**
	 * Create the command.
	 * @param settings the settings
	 * @param instance the instance
	 * @param missing the exit status if nothing runs
	 * @param output receives the output of an image that has failed
	 * @param progress receives a sentence on what the instance does before it decides
	 * @param grace how long the instance may take to act on the request
	 */
	RestartCommand(Settings settings, Instance instance, ExitStatus missing, OutputStream output,
			Consumer<String> progress, Duration grace) {
		this.settings = settings;
		this.instance = instance;
		this.missing = missing;
		this.output = output;
		this.progress = progress;
		this.grace = grace;
	}

	@Override
	public CommandResult run() throws CommandException, IOException, PosixUnavailableException {
		long start = System.nanoTime();
		RunningInstance running = RunningInstance.find(this.settings, this.instance, this.missing);
		Status before = running.requireStatus();
		if (before.state() == State.STOPPING) {
			return stopping(running, this.missing);
		}
		this.instance.captureOutput(running.process());
		this.instance.keepStatus(running.process());
		RestartStrategy strategy = this.settings.restart().configured();
		if (strategy != null) {
			this.instance.request(running.process(), strategy);
		}
		running.signal(SignalAction.RESTART);
		Duration timeout = timeout(before);
		Deadline deadline = Deadline.after(timeout);
		Status last = before;
		// The state first: a process that has handed over publishes that it is stopping.
		Optional<Status> now = running.status();
		while (running.holds()) {
			this.instance.captureOutput(running.process());
			last = now.orElse(last);
			CommandResult result = result(running, before, last, start);
			if (result != null) {
				return result;
			}
			if (last.doing() != null) {
				report(running, last.doing());
				// The process itself limits how long that takes.
				deadline = Deadline.after(timeout);
			}
			if (deadline.remainingNanos() <= 0) {
				return new CommandResult(ExitStatus.TIMED_OUT, late(running, before, last, timeout));
			}
			this.instance.pause();
			now = running.status();
		}
		Optional<Status> successor = successor(before);
		return successor.isPresent() ? restarted(successor.get(), start) : ended(running, before, last, start);
	}

	private void report(RunningInstance running, String doing) {
		if (!doing.equals(this.reported)) {
			this.reported = doing;
			this.progress.accept(running.name() + " is " + doing);
		}
	}

	// A request during the start is served once the start is over.
	private Duration timeout(Status before) {
		Duration restart = this.settings.stopTimeout().plus(this.settings.startupTimeout()).plus(this.grace);
		return (before.state() == State.STARTING) ? restart.plus(this.settings.startupTimeout()) : restart;
	}

	private @Nullable CommandResult result(RunningInstance running, Status before, Status now, long start) {
		if (now.state() == State.STOPPING && !nextImage(before, now)) {
			return stopping(running, ExitStatus.NOTHING_RUNNING);
		}
		if (now.state() != State.READY || now.decided() == before.decided()) {
			return null;
		}
		Optional<String> problem = Optional.ofNullable(now.lastRestart()).flatMap(RestartResults::problem);
		return problem
			.map((reason) -> new CommandResult(ExitStatus.FAILED,
					running.name() + " was not restarted and keeps running: " + reason))
			.orElseGet(() -> restarted(now, start));
	}

	private CommandResult restarted(Status now, long start) {
		String restarted = "Restarted " + this.settings.name() + " (pid " + now.info().pid() + ", restart "
				+ now.info().generation() + ") in " + RunningInstance.seconds(start) + pause(now);
		return (now.halted() == null) ? CommandResult.done(restarted)
				: new CommandResult(ExitStatus.HALTED, restarted + "; the image before was cut off: " + now.halted());
	}

	// It may be much shorter than the restart, which has made a cache before.
	private static String pause(Status now) {
		return Optional.ofNullable(now.lastRestart())
			.map(RestartResult::pause)
			.map((pause) -> "; new connections waited for " + Seconds.of(pause) + " s")
			.orElse("");
	}

	// After a handover another process holds the PID file.
	private Optional<Status> successor(Status before) throws IOException, PosixUnavailableException {
		return this.instance.observe()
			.status()
			.filter((now) -> now.info().generation() == before.info().generation() + 1
					&& now.info().daemonStartedAt().equals(before.info().daemonStartedAt()));
	}

	private static boolean nextImage(Status before, Status now) {
		return now.info().generation() != before.info().generation();
	}

	private static CommandResult stopping(RunningInstance running, ExitStatus status) {
		return new CommandResult(status, running.name() + " is stopping");
	}

	private static String late(RunningInstance running, Status before, Status last, Duration timeout) {
		return running.name()
				+ ((last.decided() == before.decided()) ? " has not acted on the request to restart within "
						: " is not ready yet: its restart takes longer than ")
				+ timeout.toSeconds() + " s";
	}

	// What a person needs to read comes once more after a long output.
	private void printOutput() throws IOException {
		ByteArrayOutputStream copy = new ByteArrayOutputStream();
		this.instance.replayOutput(copy);
		copy.writeTo(this.output);
		String text = copy.toString(Charset.defaultCharset());
		if (text.lines().count() > SHORT_OUTPUT) {
			this.output.write((LastWords.of(text).orElse("") + System.lineSeparator()).getBytes());
		}
	}

	private static Optional<String> newProblem(Status before, Status last) {
		return Optional.ofNullable(last.lastRestart())
			.filter((result) -> !result.equals(before.lastRestart()))
			.flatMap(RestartResults::problem);
	}

	private CommandResult ended(RunningInstance running, Status before, Status seen, long start)
			throws IOException, PosixUnavailableException {
		// It releases its lock before it has written everything.
		running.awaitGone(this.grace);
		// It may have changed after it was last looked at.
		Status last = this.instance.lastStatus().or(running::status).orElse(seen);
		if (nextImage(before, last) && RestartResults.hasEnded(last.lastRestart())) {
			CommandResult restarted = restarted(last, start);
			return new CommandResult(restarted.status(), restarted.sentence() + "; it ran and ended");
		}
		if (last.state() != State.RESTARTING && !nextImage(before, last)) {
			return new CommandResult(ExitStatus.NOTHING_RUNNING, running.name() + " has ended without a restart");
		}
		printOutput();
		return new CommandResult(ExitStatus.FAILED,
				this.settings.name() + " failed to restart: "
						+ newProblem(before, last).orElse("it ended before it was ready") + " (pid "
						+ running.process().pid() + ", output " + this.settings.outputs() + ")");
	}

}
