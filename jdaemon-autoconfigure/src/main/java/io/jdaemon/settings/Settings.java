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
 * The settings of one instance, defaults filled in. Paths are relative to the working
 * directory, or absolute in a daemon that was born in another one.
 *
 * @param name the name of the application, for messages
 * @param detached whether the process is, or is to become, a daemon
 * @param out where its standard output goes
 * @param err where its standard error goes
 * @param pidFile its PID file, if it has one
 * @param startupTimeout how long the launcher waits for ready
 * @param stopTimeout how long closing may take
 * @param quiet whether to print nothing on success
 * @param signals what each signal does
 * @param process user, group, umask and working directory
 * @param restart how it restarts
 * @param origins where the settings were made
 */
public record Settings(String name, boolean detached, String out, String err, @Nullable String pidFile,
		Duration startupTimeout, Duration stopTimeout, boolean quiet, Map<ProcessSignal, SignalAction> signals,
		ProcessSettings process, RestartSettings restart, PropertyOrigins origins) {

	private static final List<ProcessSignal> CUSTOMARY = List.of(ProcessSignal.TERM, ProcessSignal.USR1,
			ProcessSignal.HUP);

	/**
	 * The output files, for messages.
	 * @return one path, or two
	 */
	public String outputs() {
		return this.out.equals(this.err) ? this.out : this.out + " and " + this.err;
	}

	/**
	 * The signals that have a handler.
	 * @return all that are neither ignored nor left alone
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
	 * @param except signals that do not count
	 * @return of those that are mapped to it the one that custom has for it, or else any
	 */
	public Optional<ProcessSignal> signalFor(SignalAction action, Set<ProcessSignal> except) {
		return Stream.concat(CUSTOMARY.stream(), Arrays.stream(ProcessSignal.values()))
			.filter((signal) -> this.signals.get(signal) == action && !except.contains(signal))
			.findFirst();
	}

}
