package io.jdaemon.bench.fleet;

import java.time.Duration;

/**
 * The pauses of one host between its attempts to acquire a permit, as in the product:
 * they grow from one second by half to five seconds, and vary by a fifth.
 */
final class Pauses {

	private static final double LONGEST = 5;

	private static final double GROWTH = 1.5;

	private static final double VARIATION = 0.2;

	private double seconds = 1;

	/**
	 * The next pause.
	 * @param random a random number from 0 to 1
	 * @return the pause
	 */
	Duration next(double random) {
		double pause = this.seconds * (1 - VARIATION + 2 * VARIATION * random);
		this.seconds = Math.min(LONGEST, this.seconds * GROWTH);
		return Duration.ofNanos(Math.round(pause * 1e9));
	}

}
