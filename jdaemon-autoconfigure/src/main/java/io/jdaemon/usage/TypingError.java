package io.jdaemon.usage;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import io.jdaemon.command.CommandName;

/**
 * Recognizes a word that was mistyped.
 */
public final class TypingError {

	// From here on hardly any other word is one error away.
	private static final int LONG = 6;

	// Words one error away from a long command that an application may understand
	private static final Set<String> WORDS = Set.of("stats", "statue");

	private static final int UNRELATED_SHARE = 3;

	private TypingError() {
	}

	/**
	 * The command that a word was meant to be. Many words are one letter away from a
	 * short command: step, shop and top from stop, star and stat from start. So there
	 * only two letters in the wrong order count, and a letter that was typed twice.
	 * @param word a word that is not a command
	 * @return the command, if the word is likely to be mistyped
	 */
	static Optional<CommandName> meant(String word) {
		String typed = word.toLowerCase(Locale.ROOT);
		return Arrays.stream(CommandName.values())
			// "urn"; and to run is what happens anyway
			.filter((command) -> command != CommandName.RUN)
			.filter((command) -> swapped(typed, command.word()) || doubled(typed, command.word())
					|| command.word().length() >= LONG && !WORDS.contains(typed)
							&& distance(typed, command.word()) == 1)
			.findFirst();
	}

	private static boolean swapped(String typed, String word) {
		return typed.length() == word.length() && distance(typed, word) == 1 && sorted(typed).equals(sorted(word));
	}

	private static String sorted(String word) {
		char[] letters = word.toCharArray();
		Arrays.sort(letters);
		return String.valueOf(letters);
	}

	private static boolean doubled(String typed, String word) {
		return typed.length() == word.length() + 1 && typed.replaceAll("(.)\\1", "$1").equals(word);
	}

	/**
	 * The name that a wrong name was meant to be.
	 * @param wrong a name that is not known
	 * @param known all known names
	 * @return the nearest one, unless all have little in common with the wrong one
	 */
	public static Optional<String> nearest(String wrong, Collection<String> known) {
		String typed = letters(wrong);
		return known.stream()
			.filter((name) -> cost(typed, letters(name)) <= Math.max(1, typed.length() / UNRELATED_SHARE))
			.min(Comparator.<String>comparingInt((name) -> cost(typed, letters(name)))
				.thenComparing(Comparator.comparingInt(String::length).reversed()));
	}

	private static String letters(String name) {
		return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
	}

	// A name with a word too many or too few at one of its ends is near, too.
	private static int cost(String typed, String name) {
		boolean part = Math.min(typed.length(), name.length()) > 2
				&& (typed.startsWith(name) || name.startsWith(typed) || name.endsWith(typed));
		return part ? 1 : distance(typed, name);
	}

	/**
	 * How many letters were typed in the wrong place: the optimal string alignment
	 * distance, which counts two swapped neighbors as one error.
	 */
	private static int distance(String typed, String word) {
		int[][] errors = new int[typed.length() + 1][word.length() + 1];
		for (int i = 0; i <= typed.length(); i++) {
			for (int j = 0; j <= word.length(); j++) {
				errors[i][j] = (i == 0 || j == 0) ? i + j : Math.min(Math.min(errors[i - 1][j], errors[i][j - 1]) + 1,
						errors[i - 1][j - 1] + ((typed.charAt(i - 1) == word.charAt(j - 1)) ? 0 : 1));
				if (i > 1 && j > 1 && typed.charAt(i - 1) == word.charAt(j - 2)
						&& typed.charAt(i - 2) == word.charAt(j - 1)) {
					errors[i][j] = Math.min(errors[i][j], errors[i - 2][j - 2] + 1);
				}
			}
		}
		return errors[typed.length()][word.length()];
	}

}
