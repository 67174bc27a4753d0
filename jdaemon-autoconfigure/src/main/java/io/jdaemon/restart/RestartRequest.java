package io.jdaemon.restart;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import io.jdaemon.RestartRequester;
import io.jdaemon.RestartStrategy;
import io.jdaemon.process.RestartCause;
import org.jspecify.annotations.Nullable;

/**
 * A request for a restart.
 *
 * @param cause who requests it, and when
 * @param grace how long the application keeps running after the decision, so that the
 * caller can send a response
 * @param strategy the strategy, {@code null} for that of the settings
 */
public record RestartRequest(RestartCause cause, Duration grace, @Nullable RestartStrategy strategy) {

	/**
	 * Request a restart now.
	 * @param requestedBy who requests it
	 * @param grace how long the application keeps running after the decision
	 * @param strategy the strategy, {@code null} for that of the settings
	 * @return the request
	 */
	public static RestartRequest by(RestartRequester requestedBy, Duration grace, @Nullable RestartStrategy strategy) {
		return new RestartRequest(new RestartCause(requestedBy, Instant.now().truncatedTo(ChronoUnit.MILLIS)), grace,
				strategy);
	}

	/**
	 * Who requests it.
	 * @return the requester
	 */
	public RestartRequester requestedBy() {
		return this.cause.requestedBy();
	}

	/**
	 * The response to a request.
	 *
	 * @param refusal the reason if the restart is refused, a sentence
	 * @param waiting what the restart waits for, if it is neither refused nor decided on
	 * yet
	 */
	public record Response(@Nullable String refusal, @Nullable String waiting) {

		/** The restart has begun, or begins once the application is ready. */
		static final Response ACCEPTED = new Response(null, null);

		static Response refused(String reason) {
			return new Response(reason, null);
		}

		static Response waiting(String waiting) {
			return new Response(null, waiting);
		}

	}

}
