package io.jdaemon.bench.fleet;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Pauses are those of the product.
 */
class PausesTests {

	private final Pauses pauses = new Pauses();

	@Test
	void pausesGrowByHalfToFiveSeconds() {
		for (long millis : new long[] { 1000, 1500, 2250, 3375, 5000, 5000 }) {
			assertThat(this.pauses.next(0.5)).isEqualTo(Duration.ofMillis(millis));
		}
	}

	@Test
	void pausesVaryByAFifthAndGrowAllTheSame() {
		assertThat(this.pauses.next(0)).isEqualTo(Duration.ofMillis(800));
		assertThat(this.pauses.next(1)).isEqualTo(Duration.ofMillis(1800));
		assertThat(this.pauses.next(0.5)).isEqualTo(Duration.ofMillis(2250));
	}

}
