package io.jdaemon.bench.report;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.jdaemon.bench.client.RestartWindow;
import io.jdaemon.bench.comparison.Measurements;
import io.jdaemon.bench.comparison.Restart;
import io.jdaemon.bench.comparison.Round;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Medians, ratios and losses are those of the rounds.
 */
class ComparisonReportTests {

	private static final Measurements PLAIN = new Measurements("java -jar",
			IntStream.of(3, 2, 9).mapToObj((seconds) -> new Round(Duration.ofSeconds(seconds), null)).toList());

	private static final Measurements EXEC = new Measurements("exec",
			List.of(round(4, 5, 0), round(3, 1, 2), round(2, 3, 0)));

	private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

	private final ComparisonReport report = new ComparisonReport(
			new PrintStream(this.printed, true, StandardCharsets.UTF_8));

	@Test
	void mediansAreComparedWithTheStartOfTheFirst() {
		this.report.print(List.of(PLAIN, EXEC));
		assertThat(lines()).contains(
				"median                   start      longest wait       longest gap    requests    lost",
				"java -jar       3.000 s (1.00)",
				"exec            3.000 s (1.00)    3.000 s (1.00)    4.500 s (1.50)         300       2",
				"exec, longest wait: min 1.000 s, median 3.000 s, max 5.000 s", "exec, new: refused (2)");
	}

	@Test
	void restartWithTheMedianOfTheGapsIsTypical() {
		assertThat(EXEC.typicalRestart().longestWait()).isEqualTo(Duration.ofSeconds(3));
		assertThat(ComparisonReport.title(EXEC)).isEqualTo("exec: longest gap 4.500 s, 0 of 100 requests lost");
	}

	@Test
	void roundIsPrintedAtOnce() {
		this.report.completed(2, "java -jar", PLAIN.rounds().get(0));
		this.report.completed(2, "exec", EXEC.rounds().get(1));
		assertThat(lines()).containsExactly("Round 2, java -jar: first response after 3.000 s",
				"Round 2, exec: first response after 3.000 s; longest wait 1.000 s, 2 of 100 requests lost");
	}

	private List<String> lines() {
		return this.printed.toString(StandardCharsets.UTF_8).lines().toList();
	}

	private static Round round(int start, int wait, long lost) {
		RestartWindow window = new RestartWindow(Duration.ZERO, List.of(), List.of());
		Map<String, Long> failures = (lost > 0) ? Map.of("new: refused", lost) : Map.of();
		return new Round(Duration.ofSeconds(start),
				new Restart(Duration.ofSeconds(wait), Duration.ofMillis(1500L * wait), 100, lost, failures, window));
	}

}
