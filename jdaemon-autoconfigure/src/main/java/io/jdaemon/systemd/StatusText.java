package io.jdaemon.systemd;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;

import io.jdaemon.DaemonInfo;
import io.jdaemon.RestartResult;
import io.jdaemon.status.RestartResults;
import io.jdaemon.status.Status;
import org.jspecify.annotations.Nullable;

/**
 * What {@code systemctl status} shows of the state of a process, in words.
 */
final class StatusText {

	private static final DateTimeFormatter LOCAL_TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

	private final ZoneId zone;

	StatusText(ZoneId zone) {
		this.zone = zone;
	}

	/**
	 * The words for a status.
	 * @param status the status
	 * @param readySince since when the application is ready, {@code null} if it never was
	 * @return one line
	 */
	String of(Status status, @Nullable Instant readySince) {
		return switch (status.state()) {
			case STARTING -> "starting" + generation(status);
			case READY ->
				"ready" + since(readySince) + generation(status) + doing(status) + problem(status.lastRestart());
			case RESTARTING -> "restarting";
			case STOPPING -> (readySince != null) ? "stopping" : "stopping before it was ready";
		};
	}

	private static String generation(Status status) {
		DaemonInfo info = status.info();
		RestartResult last = status.lastRestart();
		return (info.generation() == 0) ? ""
				: ", restart " + info.generation() + ((last != null && RestartResults.problem(last).isEmpty())
						? ", requested by " + last.requestedBy() : "");
	}

	private static String doing(Status status) {
		return (status.doing() != null) ? ", " + status.doing() : "";
	}

	private String problem(@Nullable RestartResult last) {
		return (last == null || RestartResults.problem(last).isEmpty()) ? "" : "; last restart (" + at(last.at())
				+ ", requested by " + last.requestedBy() + ") " + RestartResults.words(last);
	}

	private String since(@Nullable Instant moment) {
		return (moment != null) ? " since " + at(moment) : "";
	}

	private String at(Instant moment) {
		TemporalAccessor local = moment.atZone(this.zone);
		return LOCAL_TIME.format(local);
	}

}
