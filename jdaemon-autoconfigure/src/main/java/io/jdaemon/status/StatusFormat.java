package io.jdaemon.status;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import io.jdaemon.DaemonInfo;
import io.jdaemon.Mode;
import io.jdaemon.RestartOutcome;
import io.jdaemon.RestartResult;
import io.jdaemon.RestartStrategy;
import io.jdaemon.output.LowerCase;
import io.jdaemon.process.FieldLine;
import io.jdaemon.process.ProcessIdentity;
import io.jdaemon.process.RestartCause;
import io.jdaemon.signals.ProcessSignal;
import io.jdaemon.signals.SignalAction;
import org.jspecify.annotations.Nullable;

/**
 * Converts a {@link Status} to and from the fields of the status file. Fields may be
 * added, but the name of a field must never change, because the reader may be another
 * version of jdaemon than the writer.
 */
public final class StatusFormat {

	// In characters
	private static final int MAX_TEXT = 500;

	// In bytes, encoded: texts and paths fit in the file together. A longer path would be
	// no use if it were cut, and is left out.
	private static final int MAX_ENCODED_TEXT = 1200;

	private static final int MAX_ENCODED_PATH = 3000;

	private static final String RESTART = "restart-";

	private StatusFormat() {
	}

	/**
	 * Convert a status to fields.
	 * @param status the status
	 * @return the values by name
	 */
	public static Map<String, Object> of(Status status) {
		Map<String, Object> fields = new LinkedHashMap<>();
		fields.put("state", LowerCase.of(status.state()));
		fields.put("pid", status.info().pid());
		fields.put("generation", status.info().generation());
		fields.put("mode", LowerCase.of(status.info().mode()));
		fields.put("started", status.info().daemonStartedAt().toEpochMilli());
		fields.put("image-started", status.info().imageStartedAt().toEpochMilli());
		status.signals().forEach((action, signal) -> fields.put(LowerCase.of(action), signal));
		fields.put("decided", status.decided());
		fields.put("reopened", status.reopenings().count());
		put(fields, "reopen-failure", status.reopenings().failure());
		put(fields, "halted", status.halted());
		put(fields, "doing", status.doing());
		RestartResult last = status.lastRestart();
		if (last != null) {
			put(fields, last);
		}
		fields.put("restarts", status.restarts().counts().format());
		fields.put("accepted-last", status.restarts().counts().acceptedLast());
		Instant pausedSince = status.restarts().pausedSince();
		if (pausedSince != null) {
			fields.put("paused", pausedSince.toEpochMilli());
		}
		InstanceConfiguration configuration = status.configuration();
		if (configuration != null) {
			put(fields, configuration);
		}
		InstanceFacts facts = status.facts();
		if (facts != null) {
			put(fields, facts);
		}
		return fields;
	}

	private static void put(Map<String, Object> fields, RestartResult last) {
		new RestartCause(last.requestedBy(), last.at()).put(fields, RESTART);
		fields.put(RESTART + "outcome", LowerCase.of(last.outcome()));
		put(fields, RESTART + "reason", last.reason());
		fields.put(RESTART + "strategy", LowerCase.of(last.strategy()));
		putMillis(fields, RESTART + "duration", last.duration());
		putMillis(fields, RESTART + "pause", last.pause());
		if (last.previousPid() != null) {
			fields.put(RESTART + "predecessor", last.previousPid());
		}
	}

	private static void putMillis(Map<String, Object> fields, String name, @Nullable Duration duration) {
		if (duration != null) {
			fields.put(name, duration.toMillis());
		}
	}

	private static void put(Map<String, Object> fields, InstanceConfiguration configuration) {
		putPath(fields, "out", configuration.out());
		putPath(fields, "err", configuration.err());
		fields.put("strategy", configuration.strategy());
		fields.put("rehearsal", configuration.rehearsal());
		fields.put("warm", configuration.warm());
	}

	private static void put(Map<String, Object> fields, InstanceFacts facts) {
		put(fields, "name", facts.name());
		putPath(fields, "jar", facts.jar());
		putPath(fields, "directory", facts.directory());
		putPath(fields, "pid-file", facts.pidFile());
		fields.put("startup-timeout", facts.startupTimeout().toMillis());
		fields.put("stop-timeout", facts.stopTimeout().toMillis());
		if (!facts.predecessors().isEmpty()) {
			fields.put("predecessor", ProcessIdentity.format(facts.predecessors()));
		}
	}

	private static void put(Map<String, Object> fields, String name, @Nullable String text) {
		if (text != null) {
			fields.put(name, cut(text));
		}
	}

	private static String cut(String text) {
		int end = Math.min(text.length(), MAX_TEXT);
		while (FieldLine.encodedLength(text.substring(0, end)) > MAX_ENCODED_TEXT) {
			end--;
		}
		return (end < text.length()) ? text.substring(0, end - 1) + "…" : text;
	}

	private static void putPath(Map<String, Object> fields, String name, @Nullable String path) {
		if (path != null && FieldLine.encodedLength(path) <= MAX_ENCODED_PATH) {
			fields.put(name, path);
		}
	}

	/**
	 * Convert fields to a status.
	 * @param fields the values by name
	 * @return the status, or empty if a required field is missing or has a value that
	 * this version does not know
	 */
	public static Optional<Status> parse(Map<String, String> fields) {
		try {
			DaemonInfo info = new DaemonInfo(Long.parseLong(get(fields, "pid")),
					Integer.parseInt(get(fields, "generation")), Mode.valueOf(upper(get(fields, "mode"))),
					instant(fields, "image-started"), instant(fields, "started"));
			Map<SignalAction, ProcessSignal> signals = new EnumMap<>(SignalAction.class);
			for (SignalAction action : SignalAction.values()) {
				Optional.ofNullable(fields.get(LowerCase.of(action)))
					.flatMap(ProcessSignal::named)
					.ifPresent((signal) -> signals.put(action, signal));
			}
			RestartHistory restarts = new RestartHistory(Integer.parseInt(get(fields, "decided")), lastRestart(fields),
					fields.containsKey("paused") ? instant(fields, "paused") : null,
					RestartCounts.parse(fields.getOrDefault("restarts", ""),
							Long.parseLong(fields.getOrDefault("accepted-last", "0"))));
			Reopenings reopenings = new Reopenings(Integer.parseInt(get(fields, "reopened")),
					fields.get("reopen-failure"));
			return Optional.of(new Status(info, State.valueOf(upper(get(fields, "state"))), signals, restarts,
					reopenings, facts(fields), configuration(fields), fields.get("halted"), fields.get("doing")));
		}
		catch (IllegalArgumentException | NullPointerException ex) {
			return Optional.empty();
		}
	}

	private static @Nullable RestartResult lastRestart(Map<String, String> fields) {
		RestartCause cause = RestartCause.parse(fields, RESTART).orElse(null);
		if (cause == null) {
			return null;
		}
		String predecessor = fields.get(RESTART + "predecessor");
		return new RestartResult(cause.at(), optionalDuration(fields, RESTART + "duration"),
				optionalDuration(fields, RESTART + "pause"),
				RestartStrategy.valueOf(upper(get(fields, RESTART + "strategy"))), cause.requestedBy(),
				RestartOutcome.valueOf(upper(get(fields, RESTART + "outcome"))), fields.get(RESTART + "reason"),
				(predecessor != null) ? Long.valueOf(predecessor) : null);
	}

	private static @Nullable InstanceConfiguration configuration(Map<String, String> fields) {
		return fields.containsKey("strategy") ? new InstanceConfiguration(fields.get("out"), fields.get("err"),
				get(fields, "strategy"), get(fields, "rehearsal"), Boolean.parseBoolean(fields.get("warm"))) : null;
	}

	private static @Nullable Duration optionalDuration(Map<String, String> fields, String name) {
		return fields.containsKey(name) ? duration(fields, name) : null;
	}

	// A process of an earlier version publishes none of them.
	private static @Nullable InstanceFacts facts(Map<String, String> fields) {
		return fields.keySet().containsAll(List.of("name", "startup-timeout", "stop-timeout")) ? new InstanceFacts(
				get(fields, "name"), fields.getOrDefault("jar", ""), fields.getOrDefault("directory", ""),
				fields.get("pid-file"), duration(fields, "startup-timeout"), duration(fields, "stop-timeout"),
				ProcessIdentity.parse(fields.getOrDefault("predecessor", ""))) : null;
	}

	private static Duration duration(Map<String, String> fields, String name) {
		return Duration.ofMillis(Long.parseLong(get(fields, name)));
	}

	private static Instant instant(Map<String, String> fields, String name) {
		return Instant.ofEpochMilli(Long.parseLong(get(fields, name)));
	}

	private static String get(Map<String, String> fields, String name) {
		return Objects.requireNonNull(fields.get(name), name);
	}

	private static String upper(String name) {
		return name.toUpperCase(Locale.ROOT);
	}

}
