package io.jdaemon.bench.load;

import java.util.Map;

import io.jdaemon.bench.client.ClientKind;

/**
 * Which clients there are, and which requests they send.
 *
 * @param clients how many there are of each kind
 * @param responses how many successful responses each busy client receives between two
 * restarts
 * @param pauseMillis how long a busy client waits between two requests
 * @param path the path of all requests
 * @param wrkSeconds how long wrk runs at the same time; 0 if it does not run
 */
public record LoadSettings(Map<ClientKind, Integer> clients, int responses, int pauseMillis, String path,
		int wrkSeconds) {

}
