package io.jdaemon.usage;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Commands of other tools that an operator may try: init scripts, systemctl(1),
 * supervisorctl, nginx and apachectl, containers, and the script that Spring Boot wrote
 * into jars until version 3. Words that an application may well understand itself, such
 * as "update" or "list", are left out.
 */
final class ForeignWords {

	private static final Map<String, String> REMEDIES = remedies(
			Map.ofEntries(
					Map.entry("Did you mean restart?",
							List.of("reload", "force-restart", "reload-or-restart", "daemon-reload", "reread",
									"graceful")),
					Map.entry("Did you mean try-restart?", List.of("cond-restart", "try-reload-or-restart")),
					Map.entry(
							"Did you mean stop?",
							List.of("shutdown", "quit", "terminate", "condstop", "cond-stop", "graceful-stop")),
					Map.entry("Did you mean force-stop?", List.of("stop-force", "kill")),
					Map.entry(
							"Did you mean start?",
							List.of("force-start", "condstart", "cond-start", "daemon", "daemonize")),
					Map.entry("Did you mean status?",
							List.of("info", "version", "pid", "is-active", "is-failed", "fullstatus", "full-status")),
					Map.entry("The output is in the files that jdaemon.out and jdaemon.err name; help prints them.",
							List.of("logs", "log", "tail", "maintail")),
					Map.entry("Starting at boot is left to systemd or another supervisor; systemd-unit prints a unit.",
							List.of("enable", "disable", "is-enabled")),
					Map.entry("Did you mean help?", List.of("usage", "?", "-?")),
					Map.entry("Did you mean systemd-unit?",
							List.of("systemd", "systemd-service", "unit-file", "service-unit")),
					Map.entry("Did you mean rehearse?",
							List.of("rehearsal", "configtest", "config-test", "dry-run", "-t"))));

	private ForeignWords() {
	}

	private static Map<String, String> remedies(Map<String, List<String>> words) {
		Map<String, String> remedies = new HashMap<>();
		words.forEach((remedy, same) -> same.forEach((word) -> remedies.put(word, remedy)));
		return Map.copyOf(remedies);
	}

	/**
	 * What to do instead.
	 * @param word a word in lower case
	 * @return a sentence, if the word is foreign
	 */
	static Optional<String> remedy(String word) {
		return Optional.ofNullable(REMEDIES.get(word));
	}

}
