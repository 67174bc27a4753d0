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

	private static final Map<String, String> REMEDIES = remedies(Map.of("Did you mean restart?",
			List.of("reload", "force-reload", "force-restart", "condrestart", "cond-restart", "try-restart",
					"reload-or-restart", "try-reload-or-restart", "daemon-reload", "reread", "graceful"),
			"Did you mean stop?", List.of("shutdown", "quit", "terminate", "condstop", "cond-stop", "graceful-stop"),
			"Did you mean stop --jdaemon.force=true?", List.of("force-stop", "stop-force", "kill"),
			"Did you mean start?", List.of("force-start", "condstart", "cond-start", "daemon", "daemonize"),
			"Did you mean status?",
			List.of("info", "version", "pid", "is-active", "is-failed", "fullstatus", "full-status"),
			"The output is in the files that jdaemon.out and jdaemon.err name; help prints them.",
			List.of("logs", "log", "tail", "maintail"),
			"Starting at boot is left to systemd or another supervisor; systemd-unit prints a unit.",
			List.of("enable", "disable", "is-enabled"), "Did you mean help?", List.of("usage", "?", "-?"),
			"Did you mean systemd-unit?", List.of("systemd", "systemd-service", "unit-file", "service-unit"),
			"Did you mean rehearse?", List.of("rehearsal", "configtest", "config-test", "dry-run", "-t")));

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
