package io.jdaemon.bench.client;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Quantiles are those of all waits, nearly.
 */
class WaitHistogramTests {

	private final WaitHistogram waits = new WaitHistogram();

	@Test
	void quantilesAreOfAllWaits() {
		for (int millis = 1; millis <= 100; millis++) {
			this.waits.add(Duration.ofMillis(millis));
		}
		assertThat(millis(0.5)).isBetween(50.0, 51.6);
		assertThat(millis(0.99)).isBetween(99.0, 102.1);
		assertThat(millis(0)).isBetween(1.0, 1.04);
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, 1, 31, 32, 63, 64, 65, 1000, 30_000_000, 1L << 50 })
	void errorIsSmallForEveryLength(long micros) {
		this.waits.add(Duration.ofNanos(micros * 1000));
		assertThat(this.waits.quantile(1).toNanos() / 1000).isBetween(micros, micros + micros / 32);
	}

	@Test
	void waitsOfSeveralKindsAreAdded() {
		this.waits.add(Duration.ofMillis(1));
		WaitHistogram others = new WaitHistogram();
		others.add(Duration.ofMillis(8));
		others.add(Duration.ofMillis(9));
		this.waits.add(others);
		assertThat(millis(0.5)).isBetween(8.0, 8.3);
	}

	@Test
	void nothingIsTheQuantileOfNothing() {
		assertThat(this.waits.quantile(0.5)).isZero();
	}

	private double millis(double part) {
		return this.waits.quantile(part).toNanos() / 1e6;
	}

}
