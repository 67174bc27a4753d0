package io.jdaemon.output;

/**
 * Text for a terminal or a log. Part of it may come from the status that a process of
 * another user publishes, or from a request, so it must not contain what a terminal would
 * obey, or what looks like another line.
 */
public final class PrintableText {

	private PrintableText() {
	}

	/**
	 * Replace all control characters, line breaks among them, and all characters that
	 * only change how others are displayed.
	 * @param text the text, one line
	 * @return the text with a question mark in place of each
	 */
	public static String of(String text) {
		return text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "?");
	}

}
