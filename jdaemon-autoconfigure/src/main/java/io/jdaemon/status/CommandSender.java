package io.jdaemon.status;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a command writes about itself before it sends a signal, in words that are also
 * those of the log.
 *
 * @param action the command, a word
 * @param user the user who runs it
 * @param pid its process ID
 */
public record CommandSender(String action, String user, long pid) {

	private static final Pattern WORDS = Pattern.compile("command (\\S+), user (.+), pid (\\d{1,18})");

	/**
	 * Parse what a command has written.
	 * @param text the text
	 * @return the command, empty if the text is not one of a command
	 */
	public static Optional<CommandSender> parse(String text) {
		Matcher matcher = WORDS.matcher(text);
		return matcher.matches()
				? Optional.of(new CommandSender(matcher.group(1), matcher.group(2), Long.parseLong(matcher.group(3))))
				: Optional.empty();
	}

	@Override
	public String toString() {
		return "command " + this.action + ", user " + this.user + ", pid " + this.pid;
	}

}
