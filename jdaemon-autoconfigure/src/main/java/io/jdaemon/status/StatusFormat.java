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
import io.jdaemon.RestartResult;
import io.jdaemon.process.FieldLine;
import io.jdaemon.process.ProcessIdentity;
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

	private StatusFormat() {
	}

	/**
	 * Convert a status to fields.
	 * @param status the status
	 * @return the values by name
	 */
	public static Map<String, Object> of(Status status) {
		Map<String, Object> fields = new LinkedHashMap<>();
		fields.put("state", lower(status.state()));
		fields.put("pid", status.info().pid());
		fields.put("generation", status.info().generation());
		fields.put("mode", lower(status.info().mode()));
		fields.put("started", status.info().daemonStartedAt().toEpochMilli());
		fields.put("image-started", status.info().startedAt().toEpochMilli());
		status.signals().forEach((action, signal) -> fields.put(lower(action), signal));
		fields.put("decided", status.decided());
		fields.put("reopened", status.reopened());
		put(fields, "reopen-failure", status.reopenFailure());
		put(fields, "halted", status.halted());
		put(fields, "doing", status.doing());
		RestartResult last = status.lastRestart();
		if (last != null) {
			put(fields, "restarted-by", last.requestedBy());
			fields.put("restarted-at", last.at().toEpochMilli());
			put(fields, "restart-outcome", last.outcome());
		}
		InstanceFacts facts = status.facts();
		if (facts != null) {
			put(fields, facts);
		}
		return fields;
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

	private static String lower(Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT);
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
				Optional.ofNullable(fields.get(lower(action)))
					.flatMap(ProcessSignal::named)
					.ifPresent((signal) -> signals.put(action, signal));
			}
			return Optional.of(new Status(info, State.valueOf(upper(get(fields, "state"))), signals,
					Integer.parseInt(get(fields, "decided")), Integer.parseInt(get(fields, "reopened")),
					fields.get("reopen-failure"), lastRestart(fields), facts(fields), fields.get("halted"),
					fields.get("doing")));
		}
		catch (IllegalArgumentException | NullPointerException ex) {
			return Optional.empty();
		}
	}

	private static @Nullable RestartResult lastRestart(Map<String, String> fields) {
		String outcome = fields.get("restart-outcome");
		return (outcome != null)
				? new RestartResult(get(fields, "restarted-by"), instant(fields, "restarted-at"), outcome) : null;
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
