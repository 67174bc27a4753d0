package io.jdaemon.systemd;

import java.time.Duration;

import io.jdaemon.status.State;

/**
 * How long a process may stay in a state that is not to last.
 *
 * @param startup how long a start may take
 * @param stop how long the application may take to close
 * @param drain how long requests may take to finish after a handover
 */
public record TimeLimits(Duration startup, Duration stop, Duration drain) {

	// For what this process does besides, before it halts
	private static final Duration MARGIN = Duration.ofSeconds(10);

	/**
	 * How long a state may last.
	 * @param state any state but READY, which lasts
	 * @return the longest time
	 */
	Duration of(State state) {
		return switch (state) {
			case STARTING -> this.startup;
			// By exec one start follows; by handover a start, and as long to take over.
			case RESTARTING -> gap().plus(this.startup).plus(this.drain).plus(MARGIN);
			case STOPPING -> this.stop.plus(MARGIN);
			case READY -> Duration.ZERO;
		};
	}

	/**
	 * How long a restart by exec may leave systemd without a sign of life.
	 * @return the longest time
	 */
	Duration gap() {
		return this.startup.plus(this.stop);
	}

}
