package io.jdaemon.systemd;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Watchdog}.
 */
class WatchdogTests {

	private static final long PID = 17;

	@Test
	void periodIsHalfOfInterval() {
		Watchdog watchdog = find(Map.of("WATCHDOG_USEC", "3000000"), ServiceRole.EXECUTED).orElseThrow();
		assertThat(watchdog.period()).isEqualTo(Duration.ofMillis(1500));
		assertThat(watchdog.restored()).isEqualTo(Notification.watchdogInterval(Duration.ofSeconds(3)));
		assertThat(watchdog.extended(Duration.ofSeconds(5)))
			.isEqualTo(Notification.watchdogInterval(Duration.ofSeconds(5)));
		assertThat(watchdog.extended(Duration.ofSeconds(2))).isEqualTo(watchdog.restored());
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "0", "-1", "never", "1.5", "99999999999999999999" })
	void otherIntervalIsNone(String interval) {
		assertThat(find(Map.of("WATCHDOG_USEC", interval), ServiceRole.EXECUTED)).isEmpty();
	}

	@Test
	void watchdogOfAnotherProcessIsNotObserved() {
		assertThat(named("16", "17", ServiceRole.EXECUTED)).isEmpty();
		assertThat(named("16", "17", ServiceRole.CONTINUED)).isEmpty();
		assertThat(named("17", "17", ServiceRole.EXECUTED)).isPresent();
		assertThat(find(Map.of("WATCHDOG_USEC", "2", "WATCHDOG_PID", "16"), ServiceRole.EXECUTED)).isEmpty();
	}

	@Test
	void watchdogOfTheRoleIsObserved() {
		assertThat(named("16", "16", ServiceRole.EXECUTED)).as("wrapper").isPresent();
		assertThat(named("16", "16", ServiceRole.SUCCESSOR)).isPresent();
		assertThat(find(Map.of("WATCHDOG_USEC", "2", "WATCHDOG_PID", "16"), ServiceRole.SUCCESSOR)).isPresent();
		assertThat(find(Map.of("WATCHDOG_USEC", "2", "WATCHDOG_PID", "16"), ServiceRole.CONTINUED)).isPresent();
	}

	private static Optional<Watchdog> named(String watched, String executed, ServiceRole role) {
		return find(Map.of("WATCHDOG_USEC", "2", "WATCHDOG_PID", watched, "SYSTEMD_EXEC_PID", executed), role);
	}

	private static Optional<Watchdog> find(Map<String, String> environment, ServiceRole role) {
		return Watchdog.find(environment, PID, role, () -> true);
	}

}
