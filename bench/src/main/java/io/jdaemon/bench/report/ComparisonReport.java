package io.jdaemon.bench.report;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

import io.jdaemon.bench.comparison.Measurements;
import io.jdaemon.bench.comparison.Restart;
import io.jdaemon.bench.comparison.Round;
import io.jdaemon.bench.comparison.RoundListener;

/**
 * Prints the medians of a comparison, and their ratios to the start of the first subject.
 */
public final class ComparisonReport implements RoundListener {

	private final PrintStream out;

	public ComparisonReport(PrintStream out) {
		this.out = out;
	}

	@Override
	public void completed(int round, String subject, Round result) {
		Restart restart = result.restart();
		this.out
			.println("Round " + round + ", " + subject + ": first response after " + Report.seconds(result.startUp())
					+ ((restart != null) ? "; longest wait " + Report.seconds(restart.longestWait()) + ", "
							+ restart.lost() + " of " + restart.requests() + " requests lost" : ""));
	}

	public static String title(Measurements result) {
		Restart restart = result.typicalRestart();
		return result.subject() + ": longest gap " + Report.seconds(restart.longestGap()) + ", " + restart.lost()
				+ " of " + restart.requests() + " requests lost";
	}

	/**
	 * Print the medians and the spread.
	 * @param results the results, which are compared with the first one; nothing is
	 * printed if there are none
	 */
	public void print(List<Measurements> results) {
		if (results.isEmpty()) {
			return;
		}
		Duration baseline = median(results.get(0).startUps());
		this.out.println();
		this.out.printf("%-14s%16s%18s%18s%12s%8s%n", "median", "start", "longest wait", "longest gap", "requests",
				"lost");
		results.forEach((result) -> row(result, baseline));
		this.out.println();
		this.out.println("In parentheses: the ratio to the start of " + results.get(0).subject());
		results.forEach(this::spread);
		results.forEach((result) -> result.failures()
			.forEach((failure, count) -> this.out.println(result.subject() + ", " + failure + " (" + count + ")")));
	}

	private void row(Measurements result, Duration baseline) {
		StringBuilder row = new StringBuilder(
				String.format("%-14s%16s", result.subject(), ratio(median(result.startUps()), baseline)));
		if (!result.restarts().isEmpty()) {
			row.append(String.format("%18s%18s%12d%8d",
					ratio(median(result.ofRestarts(Restart::longestWait)), baseline),
					ratio(median(result.ofRestarts(Restart::longestGap)), baseline), result.requests(), result.lost()));
		}
		this.out.println(row);
	}

	private void spread(Measurements result) {
		this.out.println(result.subject() + ", start: " + DurationSummary.of(result.startUps()));
		if (!result.restarts().isEmpty()) {
			this.out.println(result.subject() + ", longest wait: "
					+ DurationSummary.of(result.ofRestarts(Restart::longestWait)));
			this.out.println(
					result.subject() + ", longest gap: " + DurationSummary.of(result.ofRestarts(Restart::longestGap)));
		}
	}

	private static Duration median(List<Duration> durations) {
		return DurationSummary.of(durations).median();
	}

	private static String ratio(Duration duration, Duration baseline) {
		return String.format(Locale.ROOT, "%s (%.2f)", Report.seconds(duration),
				(double) duration.toNanos() / baseline.toNanos());
	}

}
