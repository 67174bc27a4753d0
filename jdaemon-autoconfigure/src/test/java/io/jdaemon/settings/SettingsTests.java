package io.jdaemon.settings;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Settings}.
 */
class SettingsTests {

	@Test
	void outputsNameASharedFileOnce() {
		assertThat(settings("a", "b").outputs()).isEqualTo("a and b");
		assertThat(settings("a", "a").outputs()).isEqualTo("a");
	}

	private static Settings settings(String out, String err) {
		return new Settings("orders", true, out, err, null, Duration.ZERO, Duration.ZERO, false, Map.of(),
				ProcessSettings.UNCHANGED, TestSettings.RESTART, TestSettings.COLD, (property) -> property);
	}

}
