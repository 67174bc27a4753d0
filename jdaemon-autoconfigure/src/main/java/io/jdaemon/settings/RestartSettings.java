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
 * @param fleet the fleet in which restarts take turns, {@code null} if there is none
 */
public record RestartSettings(@Nullable RestartStrategy configured, Duration drainTimeout, Set<Integer> unsharedPorts,
		RehearsalMode rehearsal, @Nullable FleetSettings fleet) {

	/**
	 * Create settings without a rehearsal and without a fleet.
	 * @param configured the configured strategy, {@code null} if none is set
	 * @param drainTimeout how long a predecessor may take to finish its requests
	 * @param unsharedPorts the ports of this process that a successor starts without
	 */
	public RestartSettings(@Nullable RestartStrategy configured, Duration drainTimeout, Set<Integer> unsharedPorts) {
		this(configured, drainTimeout, unsharedPorts, RehearsalMode.NONE, null);
	}

	/**
	 * The strategy of a restart whose request names none.
	 * @return the configured strategy, or exec
	 */
	public RestartStrategy strategy() {
		return (this.configured != null) ? this.configured : RestartStrategy.EXEC;
	}

}
