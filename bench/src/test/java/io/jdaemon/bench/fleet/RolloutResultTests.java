package io.jdaemon.bench.fleet;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Gaps are summed up, and the ideal rollout has none.
 */
class RolloutResultTests {

	@ParameterizedTest
	@CsvSource({ "1000, 1, 15000", "1000, 10, 1500", "1000, 50, 300", "60, 1, 900", "5, 2, 45" })
	void idealRolloutRestartsAsManyAtATimeAsPermitted(int restarts, int permits, long seconds) {
		assertThat(new RolloutPlan(1000, permits, restarts, Duration.ofSeconds(15)).ideal()).hasSeconds(seconds);
	}

	@Test
	void gapsHaveQuantiles() {
		RolloutResult result = result(1, LongStream.rangeClosed(1, 100).mapToObj(Duration::ofMillis).toList());
		assertThat(result.gap(0.5)).hasMillis(50);
		assertThat(result.gap(0.99)).hasMillis(99);
		assertThat(result.gap(1)).hasMillis(100);
		assertThat(result(1, List.of()).gap(0.5)).isZero();
	}

	@ParameterizedTest
	@CsvSource({ "2, false", "3, true", "4, false" })
	void rolloutIsRightIfAllPermitsWereHeldAtOnce(int most, boolean right) {
		assertThat(result(most, List.of()).isRight()).isEqualTo(right);
	}

	private static RolloutResult result(int most, List<Duration> gaps) {
		return new RolloutResult(new RolloutPlan(1000, 3, 1000, Duration.ofSeconds(15)), Duration.ofSeconds(5000), 1, 1,
				Duration.ZERO, Duration.ZERO, most, gaps, null);
	}

}
