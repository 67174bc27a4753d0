package io.jdaemon.process;

import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.jdaemon.signals.ProcessSignal;
import org.jspecify.annotations.Nullable;

/**
 * What one image passes on to the next, in one environment variable. The variable names
 * its recipient, so that no other process that inherits it takes itself for the daemon.
 * After an exec the recipient is named by its process ID. Before a spawn that ID is not
 * known; there the recipient is named by its ready pipe, which only the new process has
 * at that descriptor.
 *
 * @param recipient {@code pid:4711}, or {@code pipe:[123]} as proc(5) shows it
 * @param history what happened before the image
 * @param descriptors the descriptors that are passed on
 * @param signals the signals that are blocked or ignored
 * @param typed how the command line of the image differs from the one that the operator
 * typed, if it does
 */
public record InheritedState(String recipient, History history, Descriptors descriptors, SignalSets signals,
		Optional<TypedJar> typed) {

	/**
	 * The name of the variable. Spring's relaxed binding does not map it to a property of
	 * jdaemon.
	 */
	public static final String VARIABLE = "_JDAEMON";

	/**
	 * Create the state of an image with the command line that the operator typed.
	 * @param recipient the recipient
	 * @param history what happened before the image
	 * @param descriptors the descriptors that are passed on
	 * @param signals the signals that are blocked or ignored
	 */
	public InheritedState(String recipient, History history, Descriptors descriptors, SignalSets signals) {
		this(recipient, history, descriptors, signals, Optional.empty());
	}

	/**
	 * This state for an image with another command line.
	 * @param jar how that differs from the one that the operator typed
	 * @return the state
	 */
	public InheritedState with(TypedJar jar) {
		return new InheritedState(this.recipient, this.history, this.descriptors, this.signals, Optional.of(jar));
	}

	/**
	 * Name a recipient whose process ID is known.
	 * @param pid the process ID
	 * @return the recipient
	 */
	public static String recipient(long pid) {
		return "pid:" + pid;
	}

	/**
	 * The state that was passed on to this image.
	 * @param value the value of the variable, or {@code null} if it is not set
	 * @param pid the ID of this process
	 * @param link the target of the link in /proc/self/fd for a descriptor, or an empty
	 * string if there is none
	 * @return the state, or empty if this process is not its recipient
	 */
	public static Optional<InheritedState> received(@Nullable String value, long pid, IntFunction<String> link) {
		if (value == null) {
			return Optional.empty();
		}
		try {
			InheritedState state = parse(FieldLine.parse(value));
			OptionalInt ready = state.descriptors.ready;
			String self = ready.isPresent() ? link.apply(ready.getAsInt()) : recipient(pid);
			return Optional.of(state).filter((candidate) -> !self.isEmpty() && candidate.recipient.equals(self));
		}
		catch (IllegalArgumentException | IllegalStateException ex) {
			// Another program uses a variable of this name.
			return Optional.empty();
		}
	}

	private static InheritedState parse(Map<String, String> fields) {
		return new InheritedState(fields.getOrDefault("to", ""), History.parse(fields), Descriptors.parse(fields),
				SignalSets.parse(fields), Optional.ofNullable(fields.get("typed")).map(TypedJar::parse));
	}

	/**
	 * Format the state as an environment variable.
	 * @return {@code NAME=value}, in ASCII
	 */
	public String toVariable() {
		Map<String, Object> fields = new LinkedHashMap<>();
		fields.put("to", this.recipient);
		this.history.put(fields);
		this.descriptors.put(fields);
		this.signals.put(fields);
		this.typed.ifPresent((jar) -> fields.put("typed", jar.format()));
		return VARIABLE + "=" + FieldLine.format(fields);
	}

	/**
	 * What happened before an image started.
	 *
	 * @param detached whether the process is a detached daemon
	 * @param generation how often the daemon has restarted
	 * @param daemonStartedAt when generation 0 started
	 * @param cause the restart that started the image, if a restart did
	 * @param launchDirectory the directory that relative paths in settings are relative
	 * to, if it is not the working directory
	 * @param predecessors the processes that have handed over to the image and may still
	 * be draining, the last one first
	 * @param notifies whether the image reports its state to systemd, as the main process
	 * of a service
	 */
	public record History(boolean detached, int generation, Instant daemonStartedAt, Optional<RestartCause> cause,
			Optional<String> launchDirectory, List<ProcessIdentity> predecessors, boolean notifies) {

		private static final String CAUSE = "by-";

		/**
		 * The history of the next image.
		 * @param cause the restart
		 * @return this history with one more restart
		 */
		public History next(RestartCause cause) {
			return new History(this.detached, this.generation + 1, this.daemonStartedAt, Optional.of(cause),
					this.launchDirectory, this.predecessors.stream().filter(ProcessIdentity::alive).toList(),
					this.notifies);
		}

		/**
		 * The history of the successor.
		 * @param cause the restart
		 * @param predecessor the process that will hand over
		 * @return this history with one more restart
		 */
		public History next(RestartCause cause, ProcessIdentity predecessor) {
			History next = next(cause);
			return new History(next.detached, next.generation, next.daemonStartedAt, next.cause, next.launchDirectory,
					Stream.concat(Stream.of(predecessor), next.predecessors.stream()).toList(), next.notifies);
		}

		private static History parse(Map<String, String> fields) {
			return new History(Boolean.parseBoolean(fields.get("detached")),
					Integer.parseInt(fields.getOrDefault("generation", "")),
					Instant.ofEpochMilli(Long.parseLong(fields.getOrDefault("started", ""))),
					RestartCause.parse(fields, CAUSE), Optional.ofNullable(fields.get("origin")),
					ProcessIdentity.parse(fields.getOrDefault("drains", "")),
					Boolean.parseBoolean(fields.get("notify")));
		}

		private void put(Map<String, Object> fields) {
			fields.put("detached", this.detached);
			fields.put("generation", this.generation);
			fields.put("started", this.daemonStartedAt.toEpochMilli());
			this.cause.ifPresent((restart) -> restart.put(fields, CAUSE));
			this.launchDirectory.ifPresent((directory) -> fields.put("origin", directory));
			if (!this.predecessors.isEmpty()) {
				fields.put("drains", ProcessIdentity.format(this.predecessors));
			}
			if (this.notifies) {
				fields.put("notify", true);
			}
		}

	}

	/**
	 * The descriptors that an image inherits.
	 *
	 * @param ready the ready pipe, on which a launcher or a predecessor waits
	 * @param pidFile the locked PID file
	 * @param status the status file
	 * @param predecessor the pipe from the predecessor in a handover
	 * @param sockets the listening sockets of servers
	 * @param listen the descriptors of the service manager that the variable LISTEN_FDS
	 * does not count
	 */
	public record Descriptors(OptionalInt ready, OptionalInt pidFile, OptionalInt status, OptionalInt predecessor,
			List<InheritedSocket> sockets, List<ListenDescriptor> listen) {

		/** No descriptors. */
		public static final Descriptors NONE = new Descriptors(OptionalInt.empty(), OptionalInt.empty(),
				OptionalInt.empty(), OptionalInt.empty(), List.of(), List.of());

		private static Descriptors parse(Map<String, String> fields) {
			String sockets = fields.get("sockets");
			String listen = fields.get("listen");
			return new Descriptors(number(fields.get("ready")), number(fields.get("pidfile")),
					number(fields.get("status")), number(fields.get("predecessor")),
					(sockets != null) ? InheritedSocket.parse(sockets) : List.of(),
					(listen != null) ? ListenDescriptor.parse(listen) : List.of());
		}

		private static OptionalInt number(@Nullable String text) {
			return (text != null) ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.empty();
		}

		private void put(Map<String, Object> fields) {
			put(fields, "ready", this.ready);
			put(fields, "pidfile", this.pidFile);
			put(fields, "status", this.status);
			put(fields, "predecessor", this.predecessor);
			if (!this.sockets.isEmpty()) {
				fields.put("sockets", InheritedSocket.format(this.sockets));
			}
			if (!this.listen.isEmpty()) {
				fields.put("listen", ListenDescriptor.format(this.listen));
			}
		}

		private static void put(Map<String, Object> fields, String name, OptionalInt descriptor) {
			descriptor.ifPresent((number) -> fields.put(name, number));
		}

	}

	/**
	 * The signals that are blocked or ignored when an image starts.
	 *
	 * @param held the signals that are blocked, so that they stay pending until there is
	 * a handler
	 * @param ignored the signals that were ignored when the process was started
	 */
	public record SignalSets(Set<ProcessSignal> held, Set<ProcessSignal> ignored) {

		private static SignalSets parse(Map<String, String> fields) {
			return new SignalSets(signals(fields.get("held")), signals(fields.get("ignored")));
		}

		private static Set<ProcessSignal> signals(@Nullable String names) {
			return (names != null) ? Arrays.stream(names.split(","))
				.map(ProcessSignal::valueOf)
				.collect(Collectors.toUnmodifiableSet()) : Set.of();
		}

		private void put(Map<String, Object> fields) {
			put(fields, "held", this.held);
			put(fields, "ignored", this.ignored);
		}

		private static void put(Map<String, Object> fields, String name, Set<ProcessSignal> signals) {
			if (!signals.isEmpty()) {
				fields.put(name, signals.stream().sorted().map(Enum::name).collect(Collectors.joining(",")));
			}
		}

	}

	/**
	 * What differs in the command line of a warm image from the one that the operator
	 * typed.
	 *
	 * @param added how many options were added, after the name of the program
	 * @param at the index of the jar in the arguments that the operator typed
	 * @param jar the jar that the operator typed, each character of which stands for one
	 * byte
	 */
	public record TypedJar(int added, int at, String jar) {

		private static TypedJar parse(String text) {
			String[] fields = text.split(",", 3);
			if (fields.length < 3) {
				throw new IllegalArgumentException("A command line without a jar: " + text);
			}
			return new TypedJar(Integer.parseInt(fields[0]), Integer.parseInt(fields[1]), fields[2]);
		}

		private String format() {
			return this.added + "," + this.at + "," + this.jar;
		}

	}

}
