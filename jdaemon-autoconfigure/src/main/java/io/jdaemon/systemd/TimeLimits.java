package io.jdaemon.systemd;

import java.time.Duration;

import io.jdaemon.status.State;

/**
 * How long a process may stay in a state that is not to last.
 *
 * @param startup how long a start may take
 * @param stop how long the application may take to close
 * @param drain how long requests may take to finish after a handover
 * @param extension how much more time to ask systemd for, again and again
 */
public record TimeLimits(Duration startup, Duration stop, Duration drain, Duration extension) {

	// Far longer than the pause until the next time, and than an exec and the first
	// seconds of a JVM.
	private static final Duration EXTENSION = Duration.ofSeconds(30);

	// For what this process does besides, before it halts
	private static final Duration MARGIN = Duration.ofSeconds(10);

	/**
	 * The limits of the settings.
	 * @param startup how long a start may take
	 * @param stop how long the application may take to close
	 * @param drain how long requests may take to finish after a handover
	 */
	public TimeLimits(Duration startup, Duration stop, Duration drain) {
		this(startup, stop, drain, EXTENSION);
	}

	/**
	 * How long to wait before the next request for more time.
	 * @return a third of what is asked for
	 */
	Duration pause() {
		return this.extension.dividedBy(3);
	}

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
