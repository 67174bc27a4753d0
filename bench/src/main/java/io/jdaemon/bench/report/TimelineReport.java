package io.jdaemon.bench.report;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import io.jdaemon.bench.daemon.RestartStep;

/**
 * Prints what happens between the signal and the first response of the next image.
 */
final class TimelineReport {

	private TimelineReport() {
	}

	static void print(List<Map<RestartStep, Duration>> timelines, PrintStream out) {
		if (timelines.isEmpty()) {
			return;
		}
		out.println("Timeline of a restart, from the signal, with the time since the step before (medians):");
		Duration previous = Duration.ZERO;
		for (RestartStep step : RestartStep.values()) {
			List<Duration> times = timelines.stream()
				.map((timeline) -> timeline.get(step))
				.filter(Objects::nonNull)
				.toList();
			if (times.isEmpty()) {
				out.printf("  %-18s    not seen%n", step);
			}
			else {
				Duration median = DurationSummary.of(times).median();
				out.printf(Locale.ROOT, "  %-18s %11s  %+.3f s%n", step, Report.seconds(median),
						median.minus(previous).toNanos() / 1e9);
				previous = median;
			}
		}
	}

}
