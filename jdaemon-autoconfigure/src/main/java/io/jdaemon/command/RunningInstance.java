package io.jdaemon.command;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.jdaemon.output.LowerCase;
import io.jdaemon.pidfile.InstanceState;
import io.jdaemon.posix.PathName;
import io.jdaemon.posix.PosixUnavailableException;
import io.jdaemon.process.Deadline;
import io.jdaemon.process.ExitStatus;
import io.jdaemon.process.ProcessIdentity;
import io.jdaemon.process.Seconds;
import io.jdaemon.settings.Settings;
import io.jdaemon.signals.ProcessSignal;
import io.jdaemon.signals.SignalAction;
import io.jdaemon.status.PublishedStatus;
import io.jdaemon.status.State;
import io.jdaemon.status.Status;

/**
 * The running process that a command acts on.
 */
final class RunningInstance {

	private final Settings settings;

	private final Instance instance;

	private final ProcessIdentity process;

	private final Optional<Status> first;

	private RunningInstance(Settings settings, Instance instance, ProcessIdentity process, Optional<Status> first) {
		this.first = first;
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
		Observation observed = instance.observe();
		Optional<PublishedStatus> draining = draining(settings, instance, observed.state());
		if (draining.isPresent()) {
			return new RunningInstance(settings, instance, draining.get().process(),
					Optional.of(draining.get().status()));
		}
		while (observed.state() instanceof InstanceState.Starting) {
			if (deadline.remainingNanos() <= 0) {
				throw new CommandException(ExitStatus.TIMED_OUT, settings.name() + " has no PID yet after "
						+ settings.startupTimeout().toSeconds() + " s: another process holds " + settings.pidFile());
			}
			instance.pause();
			observed = instance.observe();
		}
		InstanceState state = observed.state();
		if (state instanceof InstanceState.Running running) {
			return new RunningInstance(settings, instance, running.process(), observed.status());
		}
		if (state instanceof InstanceState.OtherUser other) {
			throw new CommandException(ExitStatus.NOT_PERMITTED,
					settings.name() + " (pid " + other.pid() + ") runs as " + user(other) + " and is left alone");
		}
		throw new CommandException(missing, MissingInstance.sentence(settings, instance));
	}

	/**
	 * Find a process that drains although its successor has ended, so that no process has
	 * the PID file.
	 * @param settings the settings
	 * @param instance the instance
	 * @param state the state of the instance
	 * @return the process, if there is one
	 */
	static Optional<PublishedStatus> draining(Settings settings, Instance instance, InstanceState state) {
		String pidFile = settings.pidFile();
		if (pidFile == null || state instanceof InstanceState.Running || state instanceof InstanceState.OtherUser) {
			return Optional.empty();
		}
		String path = PathName.absolute(pidFile);
		return instance.published()
			.stream()
			.filter((other) -> other.status().state() == State.STOPPING && other.status().facts() != null
					&& path.equals(other.status().facts().pidFile()))
			.findFirst();
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
	 * The status that the process published when it was found.
	 * @return its status, if it could be read
	 */
	Optional<Status> firstStatus() {
		return this.first;
	}

	/**
	 * The status that the process published when it was found.
	 * @return its status
	 * @throws CommandException if it publishes none
	 */
	Status requireStatus() throws CommandException {
		return this.first.orElseThrow(() -> new CommandException(ExitStatus.FAILED,
				name() + " does not publish its state, so its response to a signal cannot be seen: it is about to end,"
						+ " or memfd_create(2) is forbidden where it runs; then send the signal with kill"));
	}

	/**
	 * The process that this one has handed over to, if it holds the PID file.
	 * @return the status of the successor
	 */
	Optional<Status> successor() throws IOException, PosixUnavailableException {
		return this.instance.observe()
			.status()
			.filter((status) -> Observation.predecessors(Optional.of(status)).contains(this.process));
	}

	/**
	 * Whether the process still holds the PID file, under either name. To know what it
	 * publishes while it does, read that before.
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
		String value = LowerCase.of(action);
		ProcessSignal sent = signal
			.orElseThrow(() -> new CommandException(ExitStatus.WRONG_SETTING, name() + " has no signal mapped to "
					+ value + "; set jdaemon.signals.<NAME>=" + value + " and start it again"));
		this.instance.introduce(this.process, action);
		this.instance.signal(this.process, sent);
	}

	/**
	 * Wait until the process and its predecessors have ended and its lock is free, even
	 * if a launcher still holds that, or until another process holds it.
	 * @param timeout how long to wait
	 * @return whether nothing of the process would be in the way of a start
	 */
	boolean awaitGone(Duration timeout) throws IOException, PosixUnavailableException {
		Deadline deadline = Deadline.after(timeout);
		while (this.instance.alive(this.process) || !draining().isEmpty()
				|| this.instance.probe() instanceof InstanceState.Starting) {
			if (deadline.remainingNanos() <= 0) {
				return false;
			}
			this.instance.pause();
		}
		return true;
	}

	/**
	 * The predecessors of the process that have not ended.
	 * @return the processes that are still draining
	 */
	List<ProcessIdentity> draining() {
		return Observation.predecessors(this.first).stream().filter(this.instance::alive).toList();
	}

	static String seconds(long startNanos) {
		return Seconds.of(Duration.ofNanos(System.nanoTime() - startNanos)) + " s";
	}

}
