package io.jdaemon.bench.report;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.jdaemon.bench.client.ClientKind;
import io.jdaemon.bench.client.RequestCounters;
import io.jdaemon.bench.daemon.RestartStep;

/**
 * What a run has measured.
 *
 * @param startUps how long the starts took, as the launcher reported
 * @param restarts for each restart, the time from the signal to the first response of the
 * new generation
 * @param counters what the clients of each kind saw
 * @param longestGap the longest time without a successful response to any client
 * @param timelines when the steps of each restart were seen; empty if they were not
 * watched
 */
public record BenchResult(List<Duration> startUps, List<Duration> restarts, Map<ClientKind, RequestCounters> counters,
		Duration longestGap, List<Map<RestartStep, Duration>> timelines) {

	public boolean everyRequestSucceeded() {
		return this.counters.values().stream().allMatch((counters) -> counters.requests() == counters.succeeded());
	}

}
