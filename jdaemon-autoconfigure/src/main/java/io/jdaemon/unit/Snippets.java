package io.jdaemon.unit;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import io.jdaemon.settings.ProcessSettings;
import io.jdaemon.settings.Settings;

/**
 * Lines for tmpfiles.d(5) and logrotate(8), which serve a daemon that jdaemon has
 * detached: the service of the unit writes to the journal.
 *
 * @param facts the application
 */
record Snippets(Facts facts) {

	private static final String NOWHERE = "/dev/null";

	// They exist anyway, and are not the daemon's.
	private static final List<String> OF_THE_SYSTEM = List.of("", "/dev", "/run", "/tmp", "/var/log", "/var/run",
			"/var/tmp");

	/**
	 * The directories of the PID file and of the output files.
	 * @return the lines, or empty if there is no directory to create
	 */
	Optional<String> tmpfiles() {
		List<String> lines = Stream.concat(Stream.ofNullable(this.facts.settings().pidFile()), outputs())
			.map((file) -> absolute(file).replaceFirst("/[^/]*$", ""))
			.filter((directory) -> !OF_THE_SYSTEM.contains(directory) && !directory.equals(this.facts.directory()))
			.distinct()
			.map((directory) -> "d " + UnitText.words(List.of(directory)) + " 0755 " + owner() + " -")
			.toList();
		return lines.isEmpty() ? Optional.empty() : Optional.of("# /etc/tmpfiles.d/" + this.facts.unitName()
				+ ".conf, printed by systemd-unit\n" + String.join("\n", lines));
	}

	/**
	 * The rotation of the output files.
	 * @return the lines, or empty if the output goes to no file
	 */
	Optional<String> logrotate() {
		List<String> files = outputs().map((file) -> '"' + absolute(file) + '"').distinct().toList();
		if (files.isEmpty()) {
			return Optional.empty();
		}
		List<String> lines = new ArrayList<>(
				List.of("# /etc/logrotate.d/" + this.facts.unitName() + ", printed by systemd-unit",
						String.join(" ", files) + " {", "    weekly", "    rotate 8", "    missingok", "    notifempty",
						"    compress", "    delaycompress",
						// jdaemon creates the file, with its own mode.
						"    nocreate"));
		if (this.facts.settings().process().user() != null) {
			lines.add("    su " + owner());
		}
		else {
			lines.add("    # Without jdaemon.user, the command runs as the user that runs logrotate, mostly root.");
		}
		lines.addAll(List.of("    sharedscripts", "    postrotate",
				"        cd " + UnitText.shell(List.of(this.facts.directory())) + " && " + asUser()
						+ this.facts.command().inShell(List.of("--jdaemon.command=reopen", "--jdaemon.quiet=true")),
				"    endscript", "}"));
		return Optional.of(String.join("\n", lines));
	}

	// logrotate runs scripts as root, whatever "su" says, and the jar may be the user's.
	private String asUser() {
		ProcessSettings process = this.facts.settings().process();
		if (process.user() == null) {
			return "";
		}
		String user = UnitText.shell(List.of(process.user()));
		String group = (process.group() != null) ? UnitText.shell(List.of(process.group()))
				: "\"$(id -g " + user + ")\"";
		// A number with a group may be in no user database.
		boolean unknown = process.group() != null && process.user().matches("\\d+");
		return "setpriv --reuid=" + user + " --regid=" + group + (unknown ? " --clear-groups " : " --init-groups ");
	}

	private Stream<String> outputs() {
		Settings settings = this.facts.settings();
		return Stream.of(settings.out(), settings.err()).filter((file) -> !file.equals(NOWHERE));
	}

	private String absolute(String path) {
		return path.startsWith("/") ? path : this.facts.directory().replaceFirst("/$", "") + "/" + path;
	}

	// A user's own group has the user's name.
	private String owner() {
		ProcessSettings process = this.facts.settings().process();
		String user = Objects.requireNonNullElse(process.user(), "-");
		return user + " " + Objects.requireNonNullElse(process.group(), user);
	}

}
