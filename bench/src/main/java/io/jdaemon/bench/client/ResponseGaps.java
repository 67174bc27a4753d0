package io.jdaemon.bench.client;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The time between two answers, whoever got them: how long the service was away.
 */
public final class ResponseGaps {

	private @Nullable Long last;

	private long longest;

	// The time is taken inside, so that no answer is older than the one before it.
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
