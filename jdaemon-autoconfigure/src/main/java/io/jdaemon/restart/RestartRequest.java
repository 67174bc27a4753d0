package io.jdaemon.restart;

import java.time.Duration;

import io.jdaemon.RestartStrategy;
import org.jspecify.annotations.Nullable;

/**
 * A request for a restart.
 *
 * @param requestedBy who asks, for the log
 * @param grace how long after the decision the closing begins, so that the caller can
 * answer somebody else
 * @param strategy how, {@code null} for what the settings say
 */
public record RestartRequest(String requestedBy, Duration grace, @Nullable RestartStrategy strategy) {

	/**
	 * A request for a restart at once, as the settings say.
	 * @param requestedBy who asks
	 * @return a request
	 */
	public static RestartRequest by(String requestedBy) {
		return new RestartRequest(requestedBy, Duration.ZERO, null);
	}

}
