package io.jdaemon.usage;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Arguments that an operator may type after a command in place of the setting that has
 * this meaning.
 */
final class CommandOptions {

	private static final String FORCE = "--jdaemon.force=true";

	private static final String QUIET = "--jdaemon.quiet=true";

	private static final String JSON = "--jdaemon.output=json";

	private static final String SOCKET = "--jdaemon.output=socket";

	private static final String TMPFILES = "--jdaemon.output=tmpfiles";

	private static final String LOGROTATE = "--jdaemon.output=logrotate";

	private static final Map<String, String> MEANT = Map.ofEntries(Map.entry("force", FORCE), Map.entry("f", FORCE),
			Map.entry("9", FORCE), Map.entry("kill", FORCE), Map.entry("force=true", FORCE),
			Map.entry("jdaemon.force", FORCE), Map.entry("quiet", QUIET), Map.entry("q", QUIET),
			Map.entry("silent", QUIET), Map.entry("quiet=true", QUIET), Map.entry("jdaemon.quiet", QUIET),
			Map.entry("json", JSON), Map.entry("output=json", JSON), Map.entry("format=json", JSON),
			Map.entry("socket", SOCKET), Map.entry("output=socket", SOCKET), Map.entry("tmpfiles", TMPFILES),
			Map.entry("output=tmpfiles", TMPFILES), Map.entry("logrotate", LOGROTATE),
			Map.entry("output=logrotate", LOGROTATE), Map.entry("handover", "--jdaemon.restart.strategy=handover"),
			Map.entry("exec", "--jdaemon.restart.strategy=exec"));

	private CommandOptions() {
	}

	/**
	 * The setting that an argument stands for.
	 * @param argument an argument that follows a command
	 * @return the setting as an argument, if there is one
	 */
	static Optional<String> meant(String argument) {
		return Optional.ofNullable(MEANT.get(argument.toLowerCase(Locale.ROOT).replaceFirst("^--?", "")));
	}

}
