package io.jdaemon.settings;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.jdaemon.signals.ProcessSignal;
import io.jdaemon.signals.SignalAction;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one instance, with defaults filled in. Paths are relative to the
 * working directory. In a daemon that was started in another directory they are absolute.
 *
 * @param name the name of the application, for messages
 * @param detached whether the process is, or is to become, a daemon
 * @param out where its standard output goes
 * @param err where its standard error goes
 * @param pidFile its PID file, if it has one
 * @param startupTimeout how long the launcher waits until the application is ready
 * @param stopTimeout how long the application may take to close
 * @param quiet whether to print nothing on success
 * @param signals what each signal does
 * @param process user, group, umask and working directory
 * @param restart how it restarts
 * @param warm whether it starts warm
 * @param origins where the properties were set
 */
public record Settings(String name, boolean detached, String out, String err, @Nullable String pidFile,
		Duration startupTimeout, Duration stopTimeout, boolean quiet, Map<ProcessSignal, SignalAction> signals,
		ProcessSettings process, RestartSettings restart, WarmSettings warm, PropertyOrigins origins) {

	private static final List<ProcessSignal> CONVENTIONAL = List.of(ProcessSignal.TERM, ProcessSignal.USR1,
			ProcessSignal.HUP);

	/**
	 * These settings with those that a running instance publishes.
	 * @param name the name of the application
	 * @param pidFile its PID file
	 * @param startupTimeout how long it may take to be ready
	 * @param stopTimeout how long it may take to close
	 * @return the settings
	 */
	public Settings as(String name, String pidFile, Duration startupTimeout, Duration stopTimeout) {
		return new Settings(name, this.detached, this.out, this.err, pidFile, startupTimeout, stopTimeout, this.quiet,
				this.signals, this.process, this.restart, this.warm, this.origins);
	}

	/**
	 * The output files, for messages.
	 * @return one path, or two
	 */
	public String outputs() {
		return this.out.equals(this.err) ? this.out : this.out + " and " + this.err;
	}

	/**
	 * The signals that have a handler.
	 * @return all signals that are neither ignored nor left to the JVM and the kernel
	 */
	public Set<ProcessSignal> handledSignals() {
		return this.signals.entrySet()
			.stream()
			.filter((entry) -> entry.getValue() != SignalAction.IGNORE && entry.getValue() != SignalAction.DEFAULT)
			.map(Map.Entry::getKey)
			.collect(Collectors.toUnmodifiableSet());
	}

	/**
	 * The signal to send for an action.
	 * @param action the action
	 * @param except signals to leave out
	 * @return a signal that is mapped to the action, TERM, USR1 or HUP if possible
	 */
	public Optional<ProcessSignal> signalFor(SignalAction action, Set<ProcessSignal> except) {
		return Stream.concat(CONVENTIONAL.stream(), Arrays.stream(ProcessSignal.values()))
			.filter((signal) -> this.signals.get(signal) == action && !except.contains(signal))
			.findFirst();
	}

}
