package io.jdaemon.bench.client;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The time between two successful responses to any of the clients: how long the service
 * was away.
 */
public final class ResponseGaps {

	private @Nullable Long last;

	private long longest;

	// The clock is read under the lock, so that no response is older than the last one.
	synchronized void responded() {
		long now = System.nanoTime();
		if (this.last != null) {
			this.longest = Math.max(this.longest, now - this.last);
		}
		this.last = now;
	}

	public synchronized Duration longest() {
		return Duration.ofNanos(this.longest);
	}

}
