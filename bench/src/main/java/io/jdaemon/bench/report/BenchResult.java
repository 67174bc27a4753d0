package io.jdaemon.bench.report;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.jdaemon.bench.client.ClientKind;
import io.jdaemon.bench.client.RequestCounters;

/**
 * What a run has found.
 *
 * @param startUps how long the starts took, as the launcher said
 * @param restarts for each restart, the time from the signal to the first answer of the
 * new generation
 * @param counters what the clients of each kind saw
 * @param longestGap the longest time in which nobody got an answer
 */
public record BenchResult(List<Duration> startUps, List<Duration> restarts, Map<ClientKind, RequestCounters> counters,
		Duration longestGap) {

	public boolean everyRequestSucceeded() {
		return this.counters.values().stream().allMatch((counters) -> counters.requests() == counters.succeeded());
	}

}
