package io.jdaemon.settings;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The settings of an instance that belongs to a fleet.
 *
 * @param name the name of the fleet
 * @param holder the name of this instance in the fleet: its host and its PID file
 * @param maxParallel how many instances may restart at a time
 * @param patience how long a restart waits for a permit
 * @param settle how long a new image must be healthy before it releases the permit
 * @param withoutCoordinator what becomes of a restart if nothing can grant a permit
 * @param fleetLock the base URL of a FleetLock server, {@code null} for the database
 */
public record FleetSettings(String name, String holder, int maxParallel, Duration patience, Duration settle,
		WithoutCoordinator withoutCoordinator, @Nullable String fleetLock) {

	/**
	 * The name of this host in the fleet.
	 * @return what comes before the PID file in the name of the instance
	 */
	public String host() {
		return this.holder.substring(0, this.holder.indexOf(":/"));
	}

}
