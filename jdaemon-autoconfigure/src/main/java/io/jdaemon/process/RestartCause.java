package io.jdaemon.process;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

import io.jdaemon.RestartRequester;
import io.jdaemon.RestartRequester.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Why there is a next image.
 *
 * @param requestedBy who requested the restart
 * @param at when it was requested
 */
public record RestartCause(RestartRequester requestedBy, Instant at) {

	/**
	 * Put the cause into fields.
	 * @param fields the fields
	 * @param prefix the beginning of their names
	 */
	public void put(Map<String, Object> fields, String prefix) {
		fields.put(prefix + "at", this.at.toEpochMilli());
		fields.put(prefix + "kind", this.requestedBy.kind().name());
		put(fields, prefix + "signal", this.requestedBy.signal());
		put(fields, prefix + "user", this.requestedBy.user());
		put(fields, prefix + "address", this.requestedBy.address());
		put(fields, prefix + "pid", this.requestedBy.pid());
	}

	private static void put(Map<String, Object> fields, String name, @Nullable Object value) {
		if (value != null) {
			fields.put(name, value);
		}
	}

	/**
	 * Parse what {@link #put} has put.
	 * @param fields the fields
	 * @param prefix the beginning of their names
	 * @return the cause, empty if there is none
	 * @throws IllegalArgumentException if a field has a value that this version does not
	 * know
	 */
	public static Optional<RestartCause> parse(Map<String, String> fields, String prefix) {
		String at = fields.get(prefix + "at");
		String kind = fields.get(prefix + "kind");
		if (at == null || kind == null) {
			return Optional.empty();
		}
		String pid = fields.get(prefix + "pid");
		return Optional.of(new RestartCause(
				new RestartRequester(Kind.valueOf(kind), fields.get(prefix + "signal"), fields.get(prefix + "user"),
						fields.get(prefix + "address"), (pid != null) ? Long.valueOf(pid) : null),
				Instant.ofEpochMilli(Long.parseLong(at))));
	}

}
