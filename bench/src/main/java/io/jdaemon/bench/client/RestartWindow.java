package io.jdaemon.bench.client;

import java.time.Duration;
import java.util.List;

/**
 * How many requests succeeded and failed in each slot of time around a restart.
 *
 * @param before from the beginning of the first slot to the request to restart
 * @param responses the responses with 2xx
 * @param failures all other requests, by the time at which they failed
 */
public record RestartWindow(Duration before, List<Integer> responses, List<Integer> failures) {

	/** How long a slot is. */
	public static final Duration SLOT = Duration.ofMillis(50);

}
