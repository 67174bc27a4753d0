package io.jdaemon.restart;

import java.time.Duration;
import java.time.Instant;

import io.jdaemon.RestartRequester;
import io.jdaemon.process.RestartCause;

/**
 * Requests for a restart, for tests.
 */
public final class TestRequests {

	/** A signal in 1970. */
	public static final RestartCause SIGUSR1 = new RestartCause(RestartRequester.signal("SIGUSR1"), Instant.EPOCH);

	private TestRequests() {
	}

	public static RestartRequest application() {
		return RestartRequest.by(RestartRequester.application(), Duration.ZERO, null);
	}

	public static RestartRequest endpoint() {
		return RestartRequest.by(RestartRequester.endpoint(null, null), Duration.ZERO, null);
	}

}
