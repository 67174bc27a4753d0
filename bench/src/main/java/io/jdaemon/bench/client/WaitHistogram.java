package io.jdaemon.bench.client;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;

/**
 * How many waits there were of each length, in microseconds, with an error of at most 3
 * %.
 */
public final class WaitHistogram {

	// 2^5 buckets for each power of two
	private static final int BITS = 5;

	private final long[] counts = new long[(Long.SIZE - BITS) << BITS];

	private long total;

	/**
	 * Count a wait.
	 * @param wait how long it was
	 */
	public void add(Duration wait) {
		this.counts[bucket(TimeUnit.NANOSECONDS.toMicros(wait.toNanos()))]++;
		this.total++;
	}

	void add(WaitHistogram other) {
		for (int bucket = 0; bucket < this.counts.length; bucket++) {
			this.counts[bucket] += other.counts[bucket];
		}
		this.total += other.total;
	}

	/**
	 * Find the wait that a part of the requests did not exceed.
	 * @param part how many of them, from 0 to 1
	 * @return the wait; zero if there was no request
	 */
	public Duration quantile(double part) {
		long rank = Math.max(1, (long) Math.ceil(part * this.total));
		long seen = 0;
		for (int bucket = 0; bucket < this.counts.length; bucket++) {
			seen += this.counts[bucket];
			if (seen >= rank) {
				return Duration.of(longest(bucket), ChronoUnit.MICROS);
			}
		}
		return Duration.ZERO;
	}

	private static int bucket(long micros) {
		int shift = shift(micros);
		return (shift << BITS) + (int) (micros >>> shift);
	}

	// By how much a number is to be shifted for 2^BITS values to be left
	private static int shift(long micros) {
		return Math.max(0, Long.SIZE - 1 - Long.numberOfLeadingZeros(micros | 1) - BITS);
	}

	private static long longest(int bucket) {
		int shift = Math.max(0, (bucket >> BITS) - 1);
		long mantissa = bucket - ((long) shift << BITS);
		return ((mantissa + 1) << shift) - 1;
	}

}
