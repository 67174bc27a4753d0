package io.jdaemon.process;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Named values in one line of printable ASCII, {@code name=value name=value}, which an
 * environment variable can hold as well as a file. Values are any text: what would break
 * the line is encoded as in a URL.
 */
public final class FieldLine {

	private static final Pattern UNPRINTABLE = Pattern.compile("[^!-~]|[%+]");

	private FieldLine() {
	}

	/**
	 * Write the line.
	 * @param fields the values by their names, which need no encoding
	 * @return a line without its end
	 */
	public static String format(Map<String, ?> fields) {
		return fields.entrySet()
			.stream()
			.map((field) -> field.getKey() + "=" + encode(String.valueOf(field.getValue())))
			.collect(Collectors.joining(" "));
	}

	private static String encode(String value) {
		Function<MatchResult, String> encoded = (match) -> URLEncoder.encode(match.group(), StandardCharsets.UTF_8);
		return UNPRINTABLE.matcher(value).replaceAll(encoded);
	}

	/**
	 * Read the line.
	 * @param line a line without its end
	 * @return the values by their names
	 * @throws IllegalArgumentException if an encoding is broken
	 * @throws IllegalStateException if a name comes twice
	 */
	public static Map<String, String> parse(String line) {
		return Arrays.stream(line.split(" "))
			.map((field) -> field.split("=", 2))
			.collect(Collectors.toMap((field) -> field[0],
					(field) -> URLDecoder.decode(field[field.length - 1], StandardCharsets.UTF_8)));
	}

}
