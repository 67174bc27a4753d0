package io.jdaemon.process;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A moment in the future on the monotonic clock, which a change of the system's time does
 * not affect.
 *
 * @param nanoTime the moment in nanoseconds, as {@link System#nanoTime()} returns it
 */
public record Deadline(long nanoTime) {

	/**
	 * A deadline from now.
	 * @param duration how long from now; more than 146 years count as 146 years
	 * @return the deadline
	 */
	public static Deadline after(Duration duration) {
		// At most half of the range of a long: nanoTime may be negative, and differences
		// must not overflow.
		long nanos = Math.min(TimeUnit.MILLISECONDS.toNanos(duration.toMillis()), Long.MAX_VALUE / 2);
		return new Deadline(System.nanoTime() + nanos);
	}

	/**
	 * The time until the deadline.
	 * @return nanoseconds, negative once the deadline has passed
	 */
	public long remainingNanos() {
		return this.nanoTime - System.nanoTime();
	}

}
