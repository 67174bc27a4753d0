package io.jdaemon.lifecycle;

import java.time.Instant;
import java.util.Optional;

/**
 * What came of the last restart that was asked for.
 *
 * @param requestedBy a signal, the endpoint or the application
 * @param at when it was refused, or when the image that it started was there
 * @param outcome "completed", or "refused: " and the reason
 */
public record LastRestart(String requestedBy, Instant at, String outcome) {

	private static final String REFUSED = "refused: ";

	static LastRestart refused(String requestedBy, Instant at, String reason) {
		return new LastRestart(requestedBy, at, REFUSED + reason);
	}

	static LastRestart completed(String requestedBy, Instant at) {
		return new LastRestart(requestedBy, at, "completed");
	}

	/**
	 * Why it was refused.
	 * @return the reason, a sentence, if it was
	 */
	Optional<String> refusal() {
		return this.outcome.startsWith(REFUSED) ? Optional.of(this.outcome.substring(REFUSED.length()))
				: Optional.empty();
	}

}
