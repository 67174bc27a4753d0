package io.jdaemon.process;

import java.time.Duration;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Seconds}.
 */
class SecondsTests {

	@ParameterizedTest
	@CsvSource({ "0, 0.0", "49, 0.0", "50, 0.1", "2949, 2.9", "2950, 3.0", "61234, 61.2" })
	void durationIsFormattedInSecondsWithOneDecimal(long millis, String formatted) {
		assertThat(Seconds.of(Duration.ofMillis(millis))).isEqualTo(formatted);
	}

}
