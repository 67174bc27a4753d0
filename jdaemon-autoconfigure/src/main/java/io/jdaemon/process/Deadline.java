package io.jdaemon.process;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A moment in the future, on the clock that nobody sets.
 *
 * @param nanoTime the moment as {@link System#nanoTime()} will tell it
 */
public record Deadline(long nanoTime) {

	public static Deadline after(Duration duration) {
		// Half of all there is: nanoTime may be negative, and differences must not
		// overflow.
		long nanos = Math.min(TimeUnit.MILLISECONDS.toNanos(duration.toMillis()), Long.MAX_VALUE / 2);
		return new Deadline(System.nanoTime() + nanos);
	}

	public long remainingNanos() {
		return this.nanoTime - System.nanoTime();
	}

}
