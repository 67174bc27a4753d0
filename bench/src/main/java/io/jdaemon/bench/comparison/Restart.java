package io.jdaemon.bench.comparison;

import java.time.Duration;
import java.util.Map;

import io.jdaemon.bench.client.RestartWindow;

/**
 * What the clients saw of one restart.
 *
 * @param longestWait the longest time that a client which opens a connection for its
 * request waited for a response
 * @param longestGap the longest time without a response to any client
 * @param requests how many requests were sent
 * @param lost how many of them got no response with 2xx
 * @param failures each kind of failure, and how often it was seen
 * @param window the responses around the restart
 */
public record Restart(Duration longestWait, Duration longestGap, long requests, long lost, Map<String, Long> failures,
		RestartWindow window) {

}
