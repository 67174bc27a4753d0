package io.jdaemon.output;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Text on a terminal.
 */
public final class TerminalText {

	private static final Pattern TERMINAL = Pattern.compile("/dev/(pts/\\d+|tty\\w*|console)");

	private TerminalText() {
	}

	/**
	 * Whether a standard stream of this process is a terminal.
	 * @param descriptor 1 for the output, 2 for the error
	 * @return whether it is
	 */
	public static boolean isTerminal(int descriptor) {
		try {
			Path file = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor));
			return TERMINAL.matcher(file.toString()).matches();
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Whether programs may print in colour: not on a terminal without colours, and not if
	 * the user does not want it (NO_COLOR, see no-color.org).
	 * @param environment the environment
	 * @return whether they may
	 */
	public static boolean allowsColour(Map<String, String> environment) {
		return environment.getOrDefault("NO_COLOR", "").isEmpty()
				&& !environment.getOrDefault("TERM", "dumb").equals("dumb");
	}

	/** A colour of ECMA-48, which each terminal shows in a shade that suits it. */
	public enum Colour {

		/** All is well. */
		GREEN(32),

		/** Nothing runs. */
		YELLOW(33),

		/** A problem. */
		RED(31);

		private final int code;

		Colour(int code) {
			this.code = code;
		}

		/**
		 * Text in this colour.
		 * @param text the text
		 * @return the text between two escape sequences
		 */
		public String of(String text) {
			return "\033[" + this.code + "m" + text + "\033[0m";
		}

	}

}
