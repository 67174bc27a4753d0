package io.jdaemon.unit;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Words and paths as unit files contain them, see "Quoting" in systemd.syntax(7) and
 * "Command lines" in systemd.service(5).
 */
final class UnitText {

	private static final String PLAIN = "[\\w@:,./+=-]+";

	private static final int FIRST_PRINTABLE = 0x20;

	private static final int LAST_PRINTABLE = 0x7e;

	private UnitText() {
	}

	/**
	 * Join words to a command line.
	 * @param words the words, in which each character stands for one byte
	 * @return the command line
	 */
	static String words(List<String> words) {
		return words.stream().map(UnitText::word).collect(Collectors.joining(" "));
	}

	private static String word(String word) {
		return word.matches(PLAIN) ? word
				: word.chars().mapToObj(UnitText::character).collect(Collectors.joining("", "\"", "\""));
	}

	private static String character(int character) {
		return switch (character) {
			case '\\', '"' -> "\\" + (char) character;
			// Otherwise they introduce a specifier and a variable.
			case '%', '$' -> (char) character + "" + (char) character;
			default -> (character >= FIRST_PRINTABLE && character <= LAST_PRINTABLE) ? String.valueOf((char) character)
					: "\\x%02x".formatted(character);
		};
	}

	/**
	 * Join words to a command line for sh(1).
	 * @param words the words
	 * @return the command line
	 */
	static String shell(List<String> words) {
		return words.stream()
			.map((word) -> word.matches(PLAIN) ? word : "'" + word.replace("'", "'\\''") + "'")
			.collect(Collectors.joining(" "));
	}

	/**
	 * A path that is the whole value of a setting.
	 * @param path the path
	 * @return the value
	 */
	static String path(String path) {
		return path.replace("%", "%%");
	}

}
