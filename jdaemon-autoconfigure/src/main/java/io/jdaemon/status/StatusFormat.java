package io.jdaemon.status;

import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import io.jdaemon.DaemonInfo;
import io.jdaemon.Mode;
import io.jdaemon.RestartResult;
import io.jdaemon.signals.ProcessSignal;
import io.jdaemon.signals.SignalAction;
import org.jspecify.annotations.Nullable;

/**
 * Converts a {@link Status} to and from the fields of the status file. Fields may be
 * added, but the name of a field must never change, because the reader may be another
 * version of jdaemon than the writer.
 */
public final class StatusFormat {

	// In characters. All fields fit in the file even if every character has the longest
	// encoding.
	private static final int MAX_TEXT = 500;

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
		RestartResult last = status.lastRestart();
		if (last != null) {
			put(fields, "restarted-by", last.requestedBy());
			fields.put("restarted-at", last.at().toEpochMilli());
			put(fields, "restart-outcome", last.outcome());
		}
		return fields;
	}

	private static void put(Map<String, Object> fields, String name, @Nullable String text) {
		if (text != null) {
			fields.put(name, (text.length() > MAX_TEXT) ? text.substring(0, MAX_TEXT - 1) + "…" : text);
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
					fields.get("reopen-failure"), lastRestart(fields)));
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
