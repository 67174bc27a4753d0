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
 * Named values in one line of printable ASCII, {@code name=value name=value}, which fits
 * in an environment variable and in a file. A value may be any text: characters that
 * would break the line are encoded as in a URL.
 */
public final class FieldLine {

	private static final Pattern UNPRINTABLE = Pattern.compile("[^!-~]|[%+]");

	private FieldLine() {
	}

	/**
	 * Format fields as a line.
	 * @param fields the values by name; a name must not need encoding
	 * @return the line without a line break
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
	 * How long a value is in a line.
	 * @param value the value
	 * @return the number of bytes
	 */
	public static int encodedLength(String value) {
		return encode(value).length();
	}

	/**
	 * Parse a line.
	 * @param line the line without a line break
	 * @return the values by name
	 * @throws IllegalArgumentException if a value is not encoded correctly
	 * @throws IllegalStateException if a name occurs twice
	 */
	public static Map<String, String> parse(String line) {
		return Arrays.stream(line.split(" "))
			.map((field) -> field.split("=", 2))
			.collect(Collectors.toMap((field) -> field[0],
					(field) -> URLDecoder.decode(field[field.length - 1], StandardCharsets.UTF_8)));
	}

}
