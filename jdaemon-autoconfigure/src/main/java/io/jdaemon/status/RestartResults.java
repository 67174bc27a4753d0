package io.jdaemon.status;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

import io.jdaemon.RestartResult;

/**
 * The three kinds of {@link RestartResult}.
 */
public final class RestartResults {

	private static final String REFUSED = "refused: ";

	private static final String FAILED = "failed: ";

	private RestartResults() {
	}

	public static RestartResult refused(String requestedBy, Instant at, String reason) {
		return new RestartResult(requestedBy, at, REFUSED + reason);
	}

	public static RestartResult failed(String requestedBy, Instant at, String reason) {
		return new RestartResult(requestedBy, at, FAILED + reason);
	}

	public static RestartResult completed(String requestedBy, Instant at) {
		return new RestartResult(requestedBy, at, "completed");
	}

	/**
	 * The reason why a restart was refused or failed.
	 * @param result the result of the restart
	 * @return the reason, empty if the restart was completed
	 */
	public static Optional<String> problem(RestartResult result) {
		return Stream.of(REFUSED, FAILED)
			.filter(result.outcome()::startsWith)
			.map((prefix) -> result.outcome().substring(prefix.length()))
			.findFirst();
	}

}
