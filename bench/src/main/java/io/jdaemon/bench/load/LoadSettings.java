package io.jdaemon.bench.load;

import java.util.Map;

import io.jdaemon.bench.client.ClientKind;

/**
 * Which clients there are, and what they do.
 *
 * @param clients how many there are of each kind
 * @param responses how many answers each busy client gets between two restarts
 * @param pauseMillis how long a busy client waits between two requests
 * @param path what the clients ask for
 * @param wrkSeconds how long wrk runs beside; 0 if not at all
 */
public record LoadSettings(Map<ClientKind, Integer> clients, int responses, int pauseMillis, String path,
		int wrkSeconds) {

}
