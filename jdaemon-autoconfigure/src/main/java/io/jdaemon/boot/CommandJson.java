package io.jdaemon.boot;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import io.jdaemon.Mode;
import io.jdaemon.binding.SettingsBinder;
import io.jdaemon.command.CommandName;
import io.jdaemon.command.OutputFormat;
import io.jdaemon.command.StatusReport;
import io.jdaemon.launch.LaunchReport;
import io.jdaemon.output.LowerCase;
import io.jdaemon.output.PrintableText;
import io.jdaemon.posix.PathName;
import io.jdaemon.posix.PosixUnavailableException;
import io.jdaemon.settings.Settings;
import io.jdaemon.settings.StartException;
import io.jdaemon.status.InstanceDescription;
import io.jdaemon.status.InstanceDescription.LastRestart;
import io.jdaemon.status.InstanceDescription.Outputs;
import io.jdaemon.status.InstanceDescription.Requester;
import io.jdaemon.status.InstanceDescription.Restart;
import io.jdaemon.status.State;
import io.jdaemon.status.Status;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.json.JsonWriter;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * What commands print for programs: one JSON object in one line, see RFC 8259.
 */
final class CommandJson {

	private CommandJson() {
	}

	/**
	 * Run a command whose result is a sentence, and print it as JSON where that is asked
	 * for.
	 * @param name the command
	 * @param format the format
	 * @param command runs the command
	 * @return the status to exit with
	 * @throws StartException if a setting is wrong, and people are to read that
	 * @throws PosixUnavailableException if the C library cannot be called
	 */
	static int run(CommandName name, OutputFormat format, PrintingCommand command)
			throws StartException, PosixUnavailableException {
		if (format != OutputFormat.JSON || name == CommandName.STATUS) {
			return command.run(System.out, System.err);
		}
		ByteArrayOutputStream printed = new ByteArrayOutputStream();
		int status;
		try (PrintStream stream = new PrintStream(printed, false, StandardCharsets.UTF_8)) {
			status = command.run(stream, stream);
		}
		String message = printed.toString(StandardCharsets.UTF_8).strip();
		if (!message.isEmpty()) {
			System.out.println(result(name, status, message));
		}
		return status;
	}

	/**
	 * Write the result of a command.
	 * @param name the command
	 * @param status its exit status
	 * @param message what it prints for people
	 * @return an object
	 */
	static String result(CommandName name, int status, String message) {
		return JsonWriter.<CommandName>of((members) -> {
			members.add("command", CommandName::word);
			members.add("exitStatus", status);
			members.add("message", message);
		}).writeToString(name);
	}

	/**
	 * Print why a command, or a start, was refused, as JSON where that is asked for.
	 * @param environment contains the settings
	 * @param argument the command
	 * @param problem what is wrong
	 * @return the status to exit with
	 */
	static int refuse(ConfigurableEnvironment environment, CommandArgument argument, StartException problem) {
		int status = problem.status().number();
		// It may contain what other processes publish.
		String sentence = PrintableText.of(problem.sentence());
		try {
			SettingsBinder binder = new SettingsBinder(environment, JvmWideState.launchDirectory());
			if (binder.output() == OutputFormat.JSON) {
				System.out.println(result(argument.or(binder.command()), status, sentence));
				return status;
			}
		}
		catch (StartException ex) {
			// The format is not known, either.
		}
		System.err.println(sentence);
		return status;
	}

	/**
	 * How the result of a launch is printed.
	 * @param name the command
	 * @param format the format
	 * @param settings the settings of the daemon
	 * @param startedAt when the launcher was started
	 * @return the report
	 */
	static LaunchReport launch(CommandName name, OutputFormat format, Settings settings, Instant startedAt) {
		if (format != OutputFormat.JSON) {
			return LaunchReport.sentence();
		}
		return new LaunchReport("{\"command\":\"" + name.word() + "\",\"exitStatus\":", CommandJson::text,
				(pid) -> ",\"instance\":" + started(settings, startedAt, pid));
	}

	private static String text(String text) {
		String quoted = JsonWriter.<String>standard().writeToString(text);
		return quoted.substring(1, quoted.length() - 1);
	}

	// What the launcher knows of the description
	private static String started(Settings settings, Instant startedAt, long pid) {
		String pidFile = settings.pidFile();
		return JsonWriter.<Settings>of((members) -> {
			members.add("name", Settings::name);
			members.add("running", true);
			members.add("state", LowerCase.of(State.READY));
			members.add("pid", pid);
			members.add("pidFile", (pidFile != null) ? PathName.absolute(pidFile) : null).whenNotNull();
			members.add("generation", 0);
			members.add("mode", LowerCase.of(Mode.DAEMON));
			members.add("daemonStartedAt", startedAt.truncatedTo(ChronoUnit.MILLIS));
			members.add("outputs", new Outputs(PathName.absolute(settings.out()), PathName.absolute(settings.err())))
				.usingMembers(CommandJson::outputs);
		}).writeToString(settings);
	}

	/**
	 * Write a status. Its members are those of {@link InstanceDescription}, as far as
	 * they are known, and what only a command knows.
	 * @param report the status
	 * @return an object
	 */
	static String status(StatusReport report) {
		return JsonWriter.of(CommandJson::members).writeToString(report);
	}

	private static void members(JsonWriter.Members<StatusReport> members) {
		members.add("name", StatusReport::name);
		members.add("running", StatusReport::running);
		members.add("state", StatusReport::state);
		members.add("pid", StatusReport::pid).whenNotNull();
		members.add("pidFile", StatusReport::pidFile).whenNotNull();
		members.from(CommandJson::description).whenNotNull().usingMembers(CommandJson::description);
		members.add("uptimeSeconds", (report) -> seconds(report.upTime())).whenNotNull();
		members.add("draining", StatusReport::draining);
	}

	private static @Nullable InstanceDescription description(StatusReport report) {
		Status status = report.status();
		return (status != null) ? InstanceDescription.of(status) : null;
	}

	private static void description(JsonWriter.Members<InstanceDescription> members) {
		members.add("generation", InstanceDescription::generation);
		members.add("mode", InstanceDescription::mode);
		members.add("doing", InstanceDescription::doing).whenNotNull();
		members.add("daemonStartedAt", InstanceDescription::daemonStartedAt);
		members.add("imageStartedAt", InstanceDescription::imageStartedAt);
		members.add("outputs", InstanceDescription::outputs).whenNotNull().usingMembers(CommandJson::outputs);
		members.add("restart", InstanceDescription::restart).whenNotNull().usingMembers(CommandJson::restart);
		members.add("lastRestart", InstanceDescription::lastRestart)
			.whenNotNull()
			.usingMembers(CommandJson::lastRestart);
	}

	private static void outputs(JsonWriter.Members<Outputs> members) {
		members.add("out", Outputs::out);
		members.add("err", Outputs::err);
	}

	private static void restart(JsonWriter.Members<Restart> members) {
		members.add("strategy", Restart::strategy);
		members.add("rehearsal", Restart::rehearsal);
		members.add("warm", Restart::warm);
	}

	private static void lastRestart(JsonWriter.Members<LastRestart> members) {
		members.add("at", LastRestart::at);
		members.add("duration", LastRestart::duration).whenNotNull();
		members.add("pause", LastRestart::pause).whenNotNull();
		members.add("strategy", LastRestart::strategy);
		members.add("requestedBy", LastRestart::requestedBy).usingMembers(CommandJson::requester);
		members.add("outcome", LastRestart::outcome);
		members.add("reason", LastRestart::reason).whenNotNull();
		members.add("previousPid", LastRestart::previousPid).whenNotNull();
	}

	private static void requester(JsonWriter.Members<Requester> members) {
		members.add("kind", Requester::kind);
		members.add("signal", Requester::signal).whenNotNull();
		members.add("user", Requester::user).whenNotNull();
		members.add("address", Requester::address).whenNotNull();
		members.add("pid", Requester::pid).whenNotNull();
	}

	/** Prints its result. */
	@FunctionalInterface
	interface PrintingCommand {

		/**
		 * Run the command.
		 * @param out where to report success
		 * @param err where to report failure
		 * @return the status to exit with
		 * @throws StartException if a setting is wrong
		 * @throws PosixUnavailableException if the C library cannot be called
		 */
		int run(PrintStream out, PrintStream err) throws StartException, PosixUnavailableException;

	}

	private static @Nullable Long seconds(@Nullable Duration duration) {
		return (duration != null) ? duration.toSeconds() : null;
	}

}
