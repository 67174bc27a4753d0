package io.jdaemon;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What came of the last restart that was asked for.
 *
 * @param requestedBy a signal, the endpoint or the application
 * @param at when it was refused, or when the image that it started was there
 * @param outcome "completed", or "refused: " or "failed: " and the reason
 */
public record RestartResult(String requestedBy, Instant at, String outcome) {

	private static final String REFUSED = "refused: ";

	private static final String FAILED = "failed: ";

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
	 * Why the service goes on without it.
	 * @return the reason, a sentence, if it was refused or has failed
	 */
	public Optional<String> problem() {
		return Stream.of(REFUSED, FAILED)
			.filter(this.outcome::startsWith)
			.map((prefix) -> this.outcome.substring(prefix.length()))
			.findFirst();
	}

}
