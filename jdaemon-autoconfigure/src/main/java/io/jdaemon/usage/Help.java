package io.jdaemon.usage;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.jdaemon.command.CommandName;
import io.jdaemon.process.ExitStatus;

/**
 * The text of the command help.
 *
 * @param jar what follows "java -jar"
 */
public record Help(String jar) {

	private static final String INDENT = "  ";

	/**
	 * The whole text.
	 * @param settings the settings in effect
	 * @return lines without a line break at the end
	 */
	public String text(List<SettingInEffect> settings) {
		return usage() + "\n\nSettings in effect:\n"
				+ table(settings.stream()
					.map((setting) -> List.of(setting.property(), setting.value(), "(" + setting.origin() + ")"))
					.toList());
	}

	/**
	 * The text where the settings are not known.
	 * @param problem what is wrong in the settings, a sentence
	 * @return lines without a line break at the end
	 */
	public String text(String problem) {
		return usage() + "\n\nThe settings cannot be printed. " + problem;
	}

	private String usage() {
		return "Usage: java -jar "
				+ this.jar + " [COMMAND] [--PROPERTY=VALUE]...\n\nCommands:\n" + table(
						Arrays.stream(CommandName.values())
							.map((command) -> List.of(command.word(), does(command)))
							.toList())
				+ "\n\nExit statuses:\n"
				+ table(Stream.concat(
						Arrays.stream(ExitStatus.values())
							.map((status) -> List.of(String.valueOf(status.number()), means(status))),
						Stream.of(List.of(ExitStatus.signaled(0) + " + n", "terminated by signal n"),
								List.of("other", "the application's own, when it failed to start")))
					.toList());
	}

	private static String does(CommandName command) {
		return switch (command) {
			case RUN -> "runs the application as jdaemon.mode says; the default";
			case START -> "starts a daemon, whatever jdaemon.mode says; returns once it is ready";
			case STOP -> "stops the daemon; returns once it is gone";
			case FORCE_STOP -> "the same, and kills it after jdaemon.stop-timeout";
			case RESTART -> "restarts the daemon; returns once the new image is ready";
			case TRY_RESTART -> "restarts the daemon if it is running";
			case CONDRESTART -> "the same as try-restart";
			case FORCE_RELOAD -> "the same as restart";
			case REHEARSE -> "says whether this version would start, beside a running one";
			case REOPEN -> "reopens the output files of the daemon";
			case STATUS -> "prints the status of the daemon";
			case TRAIN -> "makes the cache for warm starts of this version (jdaemon.warm-start)";
			case SYSTEMD_UNIT -> "prints a unit for systemd that fits the settings";
			case RELEASE_PERMIT -> "releases the permit to restart of this instance, or of the one named after it";
			case FLEET_SCHEMA -> "prints the table that contains the permits of fleets";
			case HELP -> "prints this";
		};
	}

	private static String means(ExitStatus status) {
		return switch (status) {
			case DONE -> "done, ready, or running";
			case FAILED -> "failed, or refused";
			case PID_FILE_LEFT -> "status: dead, stale PID file";
			case WRONG_SETTING -> "a wrong setting or command";
			case NOT_RUNNING -> "status: not running";
			case NOT_PERMITTED -> "not permitted";
			case NOTHING_RUNNING -> "restart, force-reload, reopen: not running";
			case HALTED -> "stopped or restarted, but the application was cut off";
			case OS_REFUSED -> "the operating system refused";
			case CANNOT_CREATE -> "the PID file or an output file cannot be created";
			case ALREADY_RUNNING -> "already running";
			case TIMED_OUT -> "not ready, or not stopped, in time";
		};
	}

	private static String table(List<List<String>> rows) {
		return rows.stream()
			.map((row) -> INDENT + Stream.iterate(0, (column) -> column + 1)
				.limit(row.size())
				.map((column) -> padded(row.get(column),
						(column < row.size() - 1) ? widest(rows, column) + INDENT.length() : 0))
				.collect(Collectors.joining()))
			.collect(Collectors.joining("\n"));
	}

	private static int widest(List<List<String>> rows, int column) {
		return rows.stream().mapToInt((row) -> row.get(column).length()).max().orElse(0);
	}

	private static String padded(String text, int width) {
		return text + " ".repeat(Math.max(0, width - text.length()));
	}

}
