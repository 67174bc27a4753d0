package io.jdaemon.settings;

import java.time.Duration;
import java.util.Set;
import java.util.Map;

/**
 * Settings for tests.
 */
public final class TestSettings {

	public static final RestartSettings RESTART = new RestartSettings(null, Duration.ofSeconds(30), Set.of());

	public static final WarmSettings COLD = new WarmSettings(WarmStartMode.OFF, ".orders-warm");

	private static final Duration HOUR = Duration.ofHours(1);

	private TestSettings() {
	}

	/**
	 * The settings of a daemon.
	 * @param stopTimeout how long the application may take to close
	 * @return the settings
	 */
	public static Settings daemon(Duration stopTimeout) {
		return daemon(HOUR, stopTimeout, RESTART);
	}

	public static Settings daemon(Duration startupTimeout, Duration stopTimeout, RestartSettings restart) {
		return new Settings("orders", true, "o.log", "e.log", "orders.pid", startupTimeout, stopTimeout, false,
				Map.of(), ProcessSettings.UNCHANGED, restart, COLD, (property) -> property);
	}

}
