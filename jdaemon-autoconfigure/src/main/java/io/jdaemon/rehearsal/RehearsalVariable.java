package io.jdaemon.rehearsal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

import io.jdaemon.process.FieldLine;
import org.jspecify.annotations.Nullable;

/**
 * What a rehearsing process is told, in one environment variable. The variable names the
 * process by a pipe that only this process has at that descriptor, so no process that
 * inherits the variable takes itself for a rehearsal.
 *
 * @param recipient {@code pipe:[123]}, as proc(5) shows the pipe for the result
 * @param result the descriptor of that pipe, to write to
 * @param life the descriptor of a pipe that ends with the process that started the
 * rehearsal
 * @param launchDirectory the directory that relative paths in settings are relative to,
 * if it is not the working directory
 */
public record RehearsalVariable(String recipient, int result, int life, Optional<String> launchDirectory) {

	/**
	 * The name of the variable. Spring's relaxed binding does not map it to a property of
	 * jdaemon.
	 */
	public static final String NAME = "_REHEARSAL_OF_JDAEMON";

	/**
	 * Read the variable.
	 * @param value its value, or {@code null} if it is not set
	 * @param link the target of the link in /proc/self/fd for a descriptor, or an empty
	 * string if there is none
	 * @return the fields, or empty if this process is not the recipient
	 */
	public static Optional<RehearsalVariable> received(@Nullable String value, IntFunction<String> link) {
		if (value == null) {
			return Optional.empty();
		}
		try {
			Map<String, String> fields = FieldLine.parse(value);
			RehearsalVariable variable = new RehearsalVariable(fields.getOrDefault("to", ""),
					Integer.parseInt(fields.getOrDefault("result", "")),
					Integer.parseInt(fields.getOrDefault("life", "")), Optional.ofNullable(fields.get("origin")));
			return Optional.of(variable)
				.filter((candidate) -> !candidate.recipient.isEmpty()
						&& candidate.recipient.equals(link.apply(candidate.result)));
		}
		catch (IllegalArgumentException | IllegalStateException ex) {
			// Another program uses a variable of this name.
			return Optional.empty();
		}
	}

	/**
	 * Format the fields as an environment variable.
	 * @return {@code NAME=value}, in ASCII
	 */
	String toVariable() {
		Map<String, Object> fields = new LinkedHashMap<>();
		fields.put("to", this.recipient);
		fields.put("result", this.result);
		fields.put("life", this.life);
		this.launchDirectory.ifPresent((directory) -> fields.put("origin", directory));
		return NAME + "=" + FieldLine.format(fields);
	}

}
