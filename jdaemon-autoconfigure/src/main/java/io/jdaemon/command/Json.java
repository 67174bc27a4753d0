package io.jdaemon.command;

import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Writes JSON, see RFC 8259: a command has no library for it.
 */
final class Json {

	// Also what is no JSON's business but a terminal's, and half a pair of surrogates
	private static final Pattern ESCAPED = Pattern.compile("[\"\\\\\\p{Cc}\\p{Cs}\u2028\u2029]");

	private Json() {
	}

	static String object(Map<String, ? extends @Nullable Object> members) {
		return members.entrySet()
			.stream()
			.map((member) -> string(member.getKey()) + ":" + value(member.getValue()))
			.collect(Collectors.joining(",", "{", "}"));
	}

	private static String value(@Nullable Object value) {
		return (value == null || value instanceof Number || value instanceof Boolean || value instanceof Raw)
				? String.valueOf(value) : string(value.toString());
	}

	private static String string(String text) {
		return '"' + ESCAPED.matcher(text).replaceAll(Json::escape) + '"';
	}

	// A backslash in a replacement is written twice.
	private static String escape(MatchResult match) {
		char character = match.group().charAt(0);
		return (character == '"' || character == '\\') ? "\\\\\\" + character
				: String.format("\\\\u%04x", (int) character);
	}

	/**
	 * What is JSON already.
	 *
	 * @param text the text
	 */
	record Raw(String text) {

		@Override
		public String toString() {
			return this.text;
		}

	}

}
