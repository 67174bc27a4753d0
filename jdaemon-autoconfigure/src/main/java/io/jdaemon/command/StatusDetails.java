package io.jdaemon.command;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

import io.jdaemon.RestartResult;
import io.jdaemon.output.LowerCase;
import io.jdaemon.process.Seconds;
import io.jdaemon.status.InstanceConfiguration;
import io.jdaemon.status.RestartResults;
import io.jdaemon.status.Status;
import org.jspecify.annotations.Nullable;

/**
 * What the command status prints for people below its sentence.
 */
final class StatusDetails {

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

	private final Clock clock;

	/**
	 * Create the details.
	 * @param clock the present time and the time zone
	 */
	StatusDetails(Clock clock) {
		this.clock = clock;
	}

	/**
	 * Describe an instance.
	 * @param status what it publishes
	 * @param memory how many bytes of its memory are resident, if that is known
	 * @return lines
	 */
	List<String> of(Status status, OptionalLong memory) {
		List<String> lines = new ArrayList<>();
		add(lines, "image", "up " + text(since(status.info().imageStartedAt()))
				+ (memory.isPresent() ? ", " + (memory.getAsLong() >> 20) + " MB of memory" : ""));
		InstanceConfiguration configuration = status.configuration();
		if (configuration != null) {
			add(lines, "output", output(configuration));
			add(lines, "restarts",
					"by " + configuration.strategy() + (configuration.rehearsal().equals("none") ? "" : ", rehearsed")
							+ (configuration.warm() ? ", warm" : ""));
		}
		RestartResult last = status.endedRestart();
		if (last != null) {
			add(lines, "last restart", last(last));
		}
		return lines;
	}

	private static void add(List<String> lines, String label, @Nullable String text) {
		if (text != null) {
			lines.add("  " + label + " ".repeat(14 - label.length()) + text);
		}
	}

	private static @Nullable String output(InstanceConfiguration configuration) {
		String out = configuration.out();
		String err = configuration.err();
		return (out == null || err == null || out.equals(err)) ? out : out + " and " + err;
	}

	// The reason of a problem is in the sentence already.
	private String last(RestartResult last) {
		String outcome = RestartResults.problem(last).isPresent() ? LowerCase.of(last.outcome())
				: RestartResults.words(last);
		return TIME.format(last.at().atZone(this.clock.getZone())) + ", requested by " + last.requestedBy() + ": "
				+ outcome + seconds(" after ", last.duration()) + seconds(", with a pause of ", last.pause());
	}

	private static String seconds(String label, @Nullable Duration duration) {
		return (duration != null) ? label + Seconds.of(duration) + " s" : "";
	}

	/**
	 * The time since a moment. The clock may have been set back.
	 * @param moment the moment
	 * @return the time
	 */
	Duration since(Instant moment) {
		Duration time = Duration.between(moment, this.clock.instant());
		return time.isNegative() ? Duration.ZERO : time;
	}

	/**
	 * A duration in words.
	 * @param duration the duration
	 * @return its two largest units
	 */
	static String text(Duration duration) {
		if (duration.toDays() > 0) {
			return duration.toDays() + " d " + duration.toHoursPart() + " h";
		}
		if (duration.toHours() > 0) {
			return duration.toHours() + " h " + duration.toMinutesPart() + " min";
		}
		return (duration.toMinutes() > 0) ? duration.toMinutes() + " min " + duration.toSecondsPart() + " s"
				: duration.toSeconds() + " s";
	}

}
