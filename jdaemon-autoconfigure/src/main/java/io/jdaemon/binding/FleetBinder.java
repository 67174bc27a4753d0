package io.jdaemon.binding;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

import io.jdaemon.posix.Reason;
import io.jdaemon.settings.FleetSettings;
import io.jdaemon.settings.StartException;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Creates {@link FleetSettings} from the properties of a fleet, or a sentence on what is
 * wrong in them.
 *
 * @param name the name of the fleet
 * @param properties all properties of the fleet
 * @param pidFile the PID file of the instance, absolute, or {@code null}
 * @param refusal creates the exception for a wrong value
 */
record FleetBinder(String name, JdaemonProperties.Fleet properties, @Nullable String pidFile, Refusal refusal) {

	// proc_sys_kernel(5): what gethostname(2) returns
	private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

	// What a host is called that has been given no name
	private static final Set<String> NO_NAMES = Set.of("", "(none)", "localhost", "localhost.localdomain");

	private static final int LONGEST_NAME = 100;

	/**
	 * The settings of the fleet.
	 * @return the settings
	 * @throws StartException if a value is wrong
	 */
	FleetSettings settings() throws StartException {
		if (!StringUtils.hasText(this.name) || this.name.length() > LONGEST_NAME) {
			throw this.refusal.of("fleet.name", this.name.isBlank() ? "is empty" : "has more than 100 characters",
					"Name the fleet, such as orders.");
		}
		if (this.properties.maxParallel() < 1) {
			throw this.refusal.of("fleet.max-parallel", "is " + this.properties.maxParallel(),
					"Set how many instances may restart at a time, 1 or more.");
		}
		if (this.pidFile == null) {
			throw this.refusal.of("fleet.name", "is set, but the instance has no PID file, which names it in the fleet",
					"Set jdaemon.pid-file.");
		}
		return new FleetSettings(this.name, host() + ":" + this.pidFile, this.properties.maxParallel(),
				notNegative("fleet.patience", this.properties.patience()),
				notNegative("fleet.settle", this.properties.settle()), this.properties.withoutCoordinator(),
				fleetLock());
	}

	private Duration notNegative(String property, Duration value) throws StartException {
		if (value.isNegative()) {
			throw this.refusal.of(property, "is negative", "Set a time, such as 10s, or 0.");
		}
		return value;
	}

	private String host() throws StartException {
		String configured = this.properties.host();
		if (configured != null) {
			if (!StringUtils.hasText(configured)) {
				throw this.refusal.of("fleet.host", "is empty", "Name this host.");
			}
			return configured;
		}
		String host;
		try {
			host = Files.readString(HOST_NAME).strip();
		}
		catch (IOException ex) {
			throw this.refusal.of("fleet.name", "is set, but the host name cannot be read: " + Reason.of(ex),
					"Set jdaemon.fleet.host.");
		}
		if (NO_NAMES.contains(host)) {
			throw this.refusal.of("fleet.name",
					"is set, but the name of this host is \"" + host
							+ "\", so other hosts may have the same one and would share its permit",
					"Name the host, or set jdaemon.fleet.host.");
		}
		return host;
	}

	private @Nullable String fleetLock() throws StartException {
		String url = this.properties.fleetLockUrl();
		if (url != null && !url.matches("https?://[^/\\s]+\\S*")) {
			throw wrongUrl(url);
		}
		try {
			return (url != null) ? URI.create(url).toString() : null;
		}
		catch (IllegalArgumentException ex) {
			throw wrongUrl(String.valueOf(url));
		}
	}

	private StartException wrongUrl(String url) {
		// It may contain a password.
		return this.refusal.of("fleet.fleet-lock-url", "is \"" + url.replaceFirst("//[^/]*@", "//") + "\"",
				"Use an http or https URL, such as https://fleet-lock.example.org.");
	}

	/** Creates the exception for a wrong value. */
	@FunctionalInterface
	interface Refusal {

		/**
		 * Create the exception.
		 * @param property the property, without "jdaemon."
		 * @param problem what is wrong, a predicate
		 * @param action what to do about it, a sentence
		 * @return the exception
		 */
		StartException of(String property, String problem, String action);

	}

}
