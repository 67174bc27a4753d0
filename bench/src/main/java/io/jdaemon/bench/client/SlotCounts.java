package io.jdaemon.bench.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How many events there were in each slot of ten milliseconds. Its size depends on the
 * time, not on the number of events, so a run may last for hours.
 */
final class SlotCounts {

	private static final long SLOT_NANOS = Duration.ofMillis(10).toNanos();

	private int[] counts = new int[1000];

	private int used;

	void add(long nanos) {
		int slot = (int) (nanos / SLOT_NANOS);
		if (slot >= this.counts.length) {
			this.counts = Arrays.copyOf(this.counts, 2 * slot);
		}
		this.counts[slot]++;
		this.used = Math.max(this.used, slot + 1);
	}

	long end() {
		return this.used * SLOT_NANOS;
	}

	List<Integer> between(long from, long until, Duration width) {
		int slots = (int) (width.toNanos() / SLOT_NANOS);
		List<Integer> sums = new ArrayList<>();
		int end = (int) (until / SLOT_NANOS);
		for (int first = (int) Math.floorDiv(from, SLOT_NANOS); first < end; first += slots) {
			sums.add(sum(first, first + slots));
		}
		return sums;
	}

	private int sum(int from, int until) {
		return Arrays
			.stream(this.counts, Math.min(Math.max(0, from), this.used), Math.min(Math.max(0, until), this.used))
			.sum();
	}

}
