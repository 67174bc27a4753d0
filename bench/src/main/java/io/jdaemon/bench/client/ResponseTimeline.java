package io.jdaemon.bench.client;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * When requests of any of the clients succeeded and failed.
 */
public final class ResponseTimeline {

	private final long origin = System.nanoTime();

	private final SlotCounts responses = new SlotCounts();

	private final SlotCounts failures = new SlotCounts();

	private @Nullable Long last;

	private long longestGap;

	// The clock is read under the lock, so that no response is older than the last one.
	synchronized void responded() {
		long now = System.nanoTime();
		if (this.last != null) {
			this.longestGap = Math.max(this.longestGap, now - this.last);
		}
		this.last = now;
		this.responses.add(now - this.origin);
	}

	synchronized void failed() {
		this.failures.add(System.nanoTime() - this.origin);
	}

	/**
	 * The time between two successful responses: how long the service was away.
	 * @return the longest so far
	 */
	public synchronized Duration longestGap() {
		return Duration.ofNanos(this.longestGap);
	}

	/**
	 * Count what happened around a restart.
	 * @param restart when the restart was requested, a value of {@link System#nanoTime()}
	 * @param before how long before it the counts begin; they end with the last response
	 * @return the counts
	 */
	public synchronized RestartWindow around(long restart, Duration before) {
		long from = restart - before.toNanos() - this.origin;
		long until = Math.max(this.responses.end(), this.failures.end());
		return new RestartWindow(before, this.responses.between(from, until, RestartWindow.SLOT),
				this.failures.between(from, until, RestartWindow.SLOT));
	}

}
