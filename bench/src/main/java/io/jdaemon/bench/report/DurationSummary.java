package io.jdaemon.bench.report;

import java.time.Duration;
import java.util.List;

/**
 * Several durations in one line: shortest, median and longest.
 *
 * @param min the shortest
 * @param median the one in the middle; the upper one if their number is even
 * @param max the longest
 */
record DurationSummary(Duration min, Duration median, Duration max) {

	static DurationSummary of(List<Duration> durations) {
		List<Duration> sorted = durations.stream().sorted().toList();
		return new DurationSummary(sorted.get(0), sorted.get(sorted.size() / 2), sorted.get(sorted.size() - 1));
	}

	@Override
	public String toString() {
		return "min " + Report.seconds(this.min) + ", median " + Report.seconds(this.median) + ", max "
				+ Report.seconds(this.max);
	}

}
