package io.jdaemon.log;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * One fact for the log.
 *
 * @param topic what it is about
 * @param text the line for people
 * @param values the same for programs, by names that begin with "jdaemon."; a structured
 * log has them as fields
 */
public record LogEntry(LogTopic topic, String text, Map<String, Object> values) {

	private static final String PREFIX = "jdaemon.";

	/**
	 * This entry with the name of the event, the same in each version of jdaemon.
	 * @param event the event, such as "ready"
	 * @return the new entry
	 */
	public LogEntry event(String event) {
		return with("event", event);
	}

	/**
	 * This entry with one more value.
	 * @param name the name of the value, without "jdaemon."
	 * @param value the value; {@code null} adds nothing
	 * @return the new entry
	 */
	public LogEntry with(String name, @Nullable Object value) {
		if (value == null) {
			return this;
		}
		Map<String, Object> values = new LinkedHashMap<>(this.values);
		values.put(PREFIX + name, value);
		return new LogEntry(this.topic, this.text, Collections.unmodifiableMap(values));
	}

}
