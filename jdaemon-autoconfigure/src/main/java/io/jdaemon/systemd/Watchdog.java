package io.jdaemon.systemd;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * How often systemd expects a sign of life, see sd_watchdog_enabled(3). Only the new
 * image of a restart by exec can give one again, so the interval is longer until then.
 */
final class Watchdog {

	private static final String INTERVAL = "WATCHDOG_USEC";

	private static final String PROCESS = "WATCHDOG_PID";

	private final Duration interval;

	private final BooleanSupplier alive;

	private Watchdog(Duration interval, BooleanSupplier alive) {
		this.interval = interval;
		this.alive = alive;
	}

	/**
	 * The watchdog of this process.
	 * @param environment the environment of the process
	 * @param pid its process ID
	 * @param role what the process is for systemd
	 * @param alive whether the application is alive
	 * @return the watchdog, if systemd expects signs of life from this process
	 */
	static Optional<Watchdog> find(Map<String, String> environment, long pid, ServiceRole role, BooleanSupplier alive) {
		return Optional.of(micros(environment.getOrDefault(INTERVAL, "")))
			.filter((interval) -> !interval.isZero() && concerns(environment, pid, role))
			.map((interval) -> new Watchdog(interval, alive));
	}

	// In place of this process, a wrapper may be named, or the first of its predecessors.
	private static boolean concerns(Map<String, String> environment, long pid, ServiceRole role) {
		String process = environment.getOrDefault(PROCESS, "");
		String executed = environment.get(ServiceRole.EXECUTED_PROCESS);
		return process.isEmpty() || process.equals(String.valueOf(pid))
				|| ((executed != null) ? process.equals(executed) : role.passedOn());
	}

	private static Duration micros(String text) {
		return text.matches("\\d{1,15}") ? Duration.ofNanos(Long.parseLong(text) * 1000) : Duration.ZERO;
	}

	/**
	 * How often to give a sign of life.
	 * @return half of the interval
	 */
	Duration period() {
		return this.interval.dividedBy(2);
	}

	/**
	 * A sign of life.
	 * @return the message, unless the application is not alive
	 */
	Optional<Notification> ping() {
		return this.alive.getAsBoolean() ? Optional.of(Notification.watchdog()) : Optional.empty();
	}

	/**
	 * Set the interval of the unit.
	 * @return the message
	 */
	Notification restored() {
		return Notification.watchdogInterval(this.interval);
	}

	/**
	 * Set a longer interval for a time in which there may be no sign of life.
	 * @param gap how long that time may be
	 * @return the message
	 */
	Notification extended(Duration gap) {
		return Notification.watchdogInterval((gap.compareTo(this.interval) > 0) ? gap : this.interval);
	}

}
