package io.jdaemon.process;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

import io.jdaemon.signals.ProcessSignal;
import org.jspecify.annotations.Nullable;

/**
 * What one image tells the next, in one environment variable. It names the process that
 * it is meant for, so that no process that merely inherits the variable takes itself for
 * the daemon: after exec by the process ID; after spawn, when that is not known before,
 * by the pipe that only this process has at this descriptor.
 *
 * @param addressee {@code pid:4711}, or {@code pipe:[123]} as proc(5) shows it
 * @param detached whether the process is a detached daemon
 * @param generation how often the daemon has restarted
 * @param daemonStartedAt when generation 0 started
 * @param ready the descriptor of the ready pipe, where a launcher waits
 * @param pidFile the descriptor of the locked PID file, where there is one
 * @param held the signals that wait, blocked, for a handler
 * @param ignored the signals that were ignored when the process was started
 * @param restartedBy what asked for the restart that started this image
 * @param status the descriptor of the status page, where there is one
 * @param origin the directory that relative paths in settings start from, where it is not
 * the working directory
 * @param sockets the listening sockets that stay open
 * @param predecessor the descriptor of the pipe from the process that this one succeeds
 */
public record InheritedState(String addressee, boolean detached, int generation, Instant daemonStartedAt,
		OptionalInt ready, OptionalInt pidFile, Set<ProcessSignal> held, Set<ProcessSignal> ignored,
		Optional<String> restartedBy, OptionalInt status, Optional<String> origin, List<InheritedSocket> sockets,
		OptionalInt predecessor) {

	/**
	 * The name of the variable. Spring's relaxed binding makes no jdaemon property of it.
	 */
	public static final String VARIABLE = "_JDAEMON";

	/**
	 * The address of a process by its ID.
	 * @param pid a process ID
	 * @return an addressee
	 */
	public static String process(long pid) {
		return "pid:" + pid;
	}

	/**
	 * What the previous image told this one.
	 * @param value the value of the variable, if it is set
	 * @param pid the ID of this process
	 * @param link what a descriptor of this process is, as the link in /proc/self/fd says
	 * @return the message, if it is meant for this process
	 */
	public static Optional<InheritedState> received(@Nullable String value, long pid, IntFunction<String> link) {
		if (value == null) {
			return Optional.empty();
		}
		try {
			InheritedState handoff = parse(value);
			String self = handoff.ready.isPresent() ? link.apply(handoff.ready.getAsInt()) : process(pid);
			return Optional.of(handoff).filter((candidate) -> !self.isEmpty() && candidate.addressee.equals(self));
		}
		catch (IllegalArgumentException | IllegalStateException ex) {
			// somebody else's variable
			return Optional.empty();
		}
	}

	private static InheritedState parse(String value) {
		Map<String, String> fields = FieldLine.parse(value);
		return new InheritedState(fields.getOrDefault("to", ""), Boolean.parseBoolean(fields.get("detached")),
				Integer.parseInt(fields.getOrDefault("generation", "")),
				Instant.ofEpochMilli(Long.parseLong(fields.getOrDefault("started", ""))),
				descriptor(fields.get("ready")), descriptor(fields.get("pidfile")), signals(fields.get("held")),
				signals(fields.get("ignored")), Optional.ofNullable(fields.get("by")), descriptor(fields.get("status")),
				Optional.ofNullable(fields.get("origin")), sockets(fields.get("sockets")),
				descriptor(fields.get("predecessor")));
	}

	private static OptionalInt descriptor(@Nullable String text) {
		return (text != null) ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.empty();
	}

	private static Set<ProcessSignal> signals(@Nullable String names) {
		return (names != null)
				? Arrays.stream(names.split(",")).map(ProcessSignal::valueOf).collect(Collectors.toUnmodifiableSet())
				: Set.of();
	}

	private static List<InheritedSocket> sockets(@Nullable String text) {
		return (text != null) ? InheritedSocket.parse(text) : List.of();
	}

	/**
	 * The variable as it stands in an environment.
	 * @return {@code NAME=value}
	 */
	public String toVariable() {
		Map<String, Object> fields = new LinkedHashMap<>();
		fields.put("to", this.addressee);
		fields.put("detached", this.detached);
		fields.put("generation", this.generation);
		fields.put("started", this.daemonStartedAt.toEpochMilli());
		this.ready.ifPresent((descriptor) -> fields.put("ready", descriptor));
		this.pidFile.ifPresent((descriptor) -> fields.put("pidfile", descriptor));
		putNames(fields, "held", this.held);
		putNames(fields, "ignored", this.ignored);
		this.restartedBy.ifPresent((by) -> fields.put("by", by));
		this.status.ifPresent((descriptor) -> fields.put("status", descriptor));
		this.origin.ifPresent((directory) -> fields.put("origin", directory));
		if (!this.sockets.isEmpty()) {
			fields.put("sockets", InheritedSocket.format(this.sockets));
		}
		this.predecessor.ifPresent((descriptor) -> fields.put("predecessor", descriptor));
		return VARIABLE + "=" + FieldLine.format(fields);
	}

	private static void putNames(Map<String, Object> fields, String key, Collection<ProcessSignal> signals) {
		if (!signals.isEmpty()) {
			fields.put(key, signals.stream().sorted().map(Enum::name).collect(Collectors.joining(",")));
		}
	}

}
