package io.jdaemon.settings;

import java.time.Duration;
import java.util.Set;

import io.jdaemon.RestartStrategy;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a restart.
 *
 * @param configured the configured strategy, {@code null} if none is set
 * @param drainTimeout how long a predecessor may take to finish its requests
 * @param unsharedPorts the ports of this process that a successor starts without
 * @param rehearsal how a new version shows that it would start
 */
public record RestartSettings(@Nullable RestartStrategy configured, Duration drainTimeout, Set<Integer> unsharedPorts,
		RehearsalMode rehearsal) {

	/**
	 * Create settings without a rehearsal.
	 * @param configured the configured strategy, {@code null} if none is set
	 * @param drainTimeout how long a predecessor may take to finish its requests
	 * @param unsharedPorts the ports of this process that a successor starts without
	 */
	public RestartSettings(@Nullable RestartStrategy configured, Duration drainTimeout, Set<Integer> unsharedPorts) {
		this(configured, drainTimeout, unsharedPorts, RehearsalMode.NONE);
	}

	/**
	 * The strategy of a restart whose request names none.
	 * @return the configured strategy, or exec
	 */
	public RestartStrategy strategy() {
		return (this.configured != null) ? this.configured : RestartStrategy.EXEC;
	}

}
