package io.jdaemon.bench.client;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Events are counted in the slot of their time, also before the first and after many.
 */
class SlotCountsTests {

	private static final Duration WIDTH = Duration.ofMillis(50);

	private final SlotCounts counts = new SlotCounts();

	@Test
	void eventsAreSummedFromTheGivenTime() {
		add(0, 9, 10, 49, 50, 99, 120);
		assertThat(between(0, 150)).containsExactly(4, 2, 1);
		assertThat(between(10, 150)).containsExactly(3, 1, 1);
	}

	@Test
	void timeBeforeTheFirstEventCountsAsZero() {
		add(20);
		assertThat(between(-100, 50)).containsExactly(0, 0, 1);
		assertThat(between(-105, 50)).containsExactly(0, 0, 1, 0);
	}

	@Test
	void timeAfterTheLastEventCountsAsZero() {
		add(0, 20);
		assertThat(between(0, 150)).containsExactly(2, 0, 0);
	}

	@Test
	void numberOfSlotsGrowsWithTime() {
		add(0, 3_600_000);
		assertThat(between(0, this.counts.end() / 1_000_000)).hasSize(72_001).startsWith(1, 0).endsWith(0, 1);
	}

	private void add(long... millis) {
		for (long milli : millis) {
			this.counts.add(Duration.ofMillis(milli).toNanos());
		}
	}

	private Iterable<Integer> between(long from, long until) {
		return this.counts.between(Duration.ofMillis(from).toNanos(), Duration.ofMillis(until).toNanos(), WIDTH);
	}

}
