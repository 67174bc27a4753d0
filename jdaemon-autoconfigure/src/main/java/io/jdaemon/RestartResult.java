package io.jdaemon;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The result of the last restart that was requested.
 *
 * @param requestedBy what requested it: the name of a signal, "the endpoint" or "the
 * application"
 * @param at when it was refused or failed, or when the new image was started
 * @param outcome "completed", or "refused: " or "failed: " followed by the reason
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
	 * The reason why the restart was refused or failed.
	 * @return the reason, empty if the restart was completed
	 */
	public Optional<String> problem() {
		return Stream.of(REFUSED, FAILED)
			.filter(this.outcome::startsWith)
			.map((prefix) -> this.outcome.substring(prefix.length()))
			.findFirst();
	}

}
