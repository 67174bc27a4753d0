package io.jdaemon.restart;

import java.time.Duration;

import io.jdaemon.RestartStrategy;
import org.jspecify.annotations.Nullable;

/**
 * A request for a restart.
 *
 * @param requestedBy what requests it, for the log
 * @param grace how long the application keeps running after the decision, so that the
 * caller can send a response
 * @param strategy the strategy, {@code null} for that of the settings
 */
public record RestartRequest(String requestedBy, Duration grace, @Nullable RestartStrategy strategy) {

	/**
	 * Request a restart at once, with the strategy of the settings.
	 * @param requestedBy what requests it
	 * @return the request
	 */
	public static RestartRequest by(String requestedBy) {
		return new RestartRequest(requestedBy, Duration.ZERO, null);
	}

}
