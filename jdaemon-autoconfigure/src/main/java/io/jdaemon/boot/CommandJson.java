package io.jdaemon.boot;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.jdaemon.command.CommandName;
import io.jdaemon.command.OutputFormat;
import io.jdaemon.command.StatusReport;
import io.jdaemon.posix.PosixUnavailableException;
import io.jdaemon.settings.StartException;
import io.jdaemon.status.InstanceDescription;
import io.jdaemon.status.InstanceDescription.LastRestart;
import io.jdaemon.status.InstanceDescription.Outputs;
import io.jdaemon.status.InstanceDescription.Requester;
import io.jdaemon.status.InstanceDescription.Restart;
import io.jdaemon.status.Status;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.json.JsonWriter;

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
