package io.jdaemon.command;

/**
 * Text for a terminal. Part of it may come from the status that a process of another user
 * publishes, so it must not contain what a terminal would obey.
 */
final class PrintableText {

	private PrintableText() {
	}

	/**
	 * Replace all control characters, line breaks among them, and all characters that
	 * only change how others are displayed.
	 * @param text the text, one line
	 * @return the text with a question mark in place of each
	 */
	static String of(String text) {
		return text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "?");
	}

}
