package io.jdaemon.boot;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Function;

import io.jdaemon.DaemonInfo;
import io.jdaemon.RestartResult;
import io.jdaemon.command.StatusReport;
import io.jdaemon.status.Status;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.json.JsonWriter;
import org.springframework.boot.json.WritableJson;

/**
 * Writes a {@link StatusReport} as a JSON object in one line, see RFC 8259.
 */
final class StatusJson {

	private StatusJson() {
	}

	static String write(StatusReport report) {
		return JsonWriter.of(StatusJson::members).writeToString(report);
	}

	private static void members(JsonWriter.Members<StatusReport> members) {
		members.add("name", StatusReport::name);
		members.add("running", StatusReport::running);
		members.add("pid", StatusReport::pid);
		members.add("state", StatusReport::state);
		members.add("generation", (report) -> info(report, DaemonInfo::generation));
		members.add("startedAt", (report) -> info(report, DaemonInfo::daemonStartedAt));
		members.add("imageStartedAt", (report) -> info(report, DaemonInfo::startedAt));
		members.add("uptimeSeconds", (report) -> seconds(report.upTime()));
		members.add("mode", (report) -> info(report, (info) -> info.mode().name().toLowerCase(Locale.ROOT)));
		members.add("draining", StatusReport::draining);
		members.add("pidFile", StatusReport::pidFile);
		members.add("lastRestart", StatusJson::lastRestart);
	}

	private static void restartMembers(JsonWriter.Members<RestartResult> members) {
		members.add("requestedBy", RestartResult::requestedBy);
		members.add("at", RestartResult::at);
		members.add("outcome", RestartResult::outcome);
	}

	private static <T> @Nullable T info(StatusReport report, Function<DaemonInfo, T> property) {
		Status status = report.status();
		return (status != null) ? property.apply(status.info()) : null;
	}

	private static @Nullable Long seconds(@Nullable Duration duration) {
		return (duration != null) ? duration.toSeconds() : null;
	}

	private static @Nullable WritableJson lastRestart(StatusReport report) {
		Status status = report.status();
		RestartResult last = (status != null) ? status.lastRestart() : null;
		return (last != null) ? JsonWriter.of(StatusJson::restartMembers).write(last) : null;
	}

}
