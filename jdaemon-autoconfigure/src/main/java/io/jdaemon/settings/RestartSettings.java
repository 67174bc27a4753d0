package io.jdaemon.settings;

import java.time.Duration;

import io.jdaemon.RestartStrategy;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a restart.
 *
 * @param configured how it is done, {@code null} where nothing is said
 * @param drainTimeout how long a predecessor may finish its requests
 */
public record RestartSettings(@Nullable RestartStrategy configured, Duration drainTimeout) {

	/**
	 * How it is done unless somebody asks otherwise.
	 * @return the strategy
	 */
	public RestartStrategy strategy() {
		return (this.configured != null) ? this.configured : RestartStrategy.EXEC;
	}

}
