package io.jdaemon.command;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import io.jdaemon.pidfile.InstanceState;
import io.jdaemon.posix.PosixUnavailableException;
import io.jdaemon.process.Deadline;
import io.jdaemon.process.ExitStatus;
import io.jdaemon.process.ProcessIdentity;
import io.jdaemon.process.Seconds;
import io.jdaemon.settings.Settings;
import io.jdaemon.signals.ProcessSignal;
import io.jdaemon.signals.SignalAction;
import io.jdaemon.status.Status;

/**
 * The running process that a command acts on.
 */
final class RunningInstance {

	private final Settings settings;

	private final Instance instance;

	private final ProcessIdentity process;

	private RunningInstance(Settings settings, Instance instance, ProcessIdentity process) {
		this.settings = settings;
		this.instance = instance;
		this.process = process;
	}

	/**
	 * Find the process. If it is being started, wait until its PID is known.
	 * @param settings the settings
	 * @param instance the instance
	 * @param missing the exit status if nothing is running
	 * @return the process
	 * @throws CommandException if nothing is running, or if the process is another user's
	 */
	static RunningInstance find(Settings settings, Instance instance, ExitStatus missing)
			throws CommandException, IOException, PosixUnavailableException {
		Deadline deadline = Deadline.after(settings.startupTimeout());
		InstanceState state = instance.probe();
		while (state instanceof InstanceState.Starting) {
			if (deadline.remainingNanos() <= 0) {
				throw new CommandException(ExitStatus.TIMED_OUT, settings.name() + " has no PID yet after "
						+ settings.startupTimeout().toSeconds() + " s: another process holds " + settings.pidFile());
			}
			instance.pause();
			state = instance.probe();
		}
		if (state instanceof InstanceState.Running running) {
			return new RunningInstance(settings, instance, running.process());
		}
		if (state instanceof InstanceState.OtherUser other) {
			throw new CommandException(ExitStatus.NOT_PERMITTED,
					settings.name() + " (pid " + other.pid() + ") runs as " + user(other) + " and is left alone");
		}
		throw new CommandException(missing, settings.name() + " is not running");
	}

	static String user(InstanceState.OtherUser other) {
		return other.user().map((user) -> "another user, " + user + ",").orElse("another user");
	}

	ProcessIdentity process() {
		return this.process;
	}

	/**
	 * The process for messages.
	 * @return its name and its PID
	 */
	String name() {
		return this.settings.name() + " (pid " + this.process.pid() + ")";
	}

	Optional<Status> status() {
		return this.instance.status(this.process);
	}

	/**
	 * The status that the process publishes.
	 * @return its status
	 * @throws CommandException if it publishes none
	 */
	Status requireStatus() throws CommandException {
		return status().orElseThrow(() -> new CommandException(ExitStatus.FAILED,
				name() + " does not publish its state: it may be about to end"));
	}

	/**
	 * Whether the process still holds the PID file, under either name.
	 * @return whether it does
	 */
	boolean holds() throws IOException, PosixUnavailableException {
		return this.instance.probe().equals(new InstanceState.Running(this.process));
	}

	/**
	 * Send the signal that the process itself has mapped to an action: the settings of
	 * this command may differ.
	 * @param action the action
	 * @throws CommandException if no signal is mapped to it
	 * @throws IOException if that is not permitted
	 */
	void signal(SignalAction action) throws CommandException, IOException, PosixUnavailableException {
		Optional<ProcessSignal> signal = status().map((status) -> Optional.ofNullable(status.signals().get(action)))
			.orElseGet(() -> this.settings.signalFor(action, Set.of()));
		String value = action.name().toLowerCase(Locale.ROOT);
		this.instance.signal(this.process,
				signal.orElseThrow(
						() -> new CommandException(ExitStatus.WRONG_SETTING, name() + " has no signal mapped to "
								+ value + "; set jdaemon.signals.<NAME>=" + value + " and start it again")));
	}

	/**
	 * Wait until the process has ended and its lock is free, even if a launcher still
	 * holds that, or until another process holds it.
	 * @param timeout how long to wait
	 * @return whether nothing of the process would be in the way of a start
	 */
	boolean awaitGone(Duration timeout) throws IOException, PosixUnavailableException {
		Deadline deadline = Deadline.after(timeout);
		while (this.instance.alive(this.process) || this.instance.probe() instanceof InstanceState.Starting) {
			if (deadline.remainingNanos() <= 0) {
				return false;
			}
			this.instance.pause();
		}
		return true;
	}

	static String seconds(long startNanos) {
		return Seconds.of(Duration.ofNanos(System.nanoTime() - startNanos)) + " s";
	}

}
