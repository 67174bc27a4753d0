package io.jdaemon.boot;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JvmWideState}.
 */
class JvmWideStateTests {

	@BeforeEach
	@AfterEach
	void clear() {
		System.clearProperty(JvmWideState.DECIDED);
		System.clearProperty(JvmWideState.LAUNCH_DIRECTORY);
	}

	@Test
	void claimDecisionSucceedsOnce() {
		assertThat(JvmWideState.claimDecision()).isTrue();
		assertThat(JvmWideState.claimDecision()).isFalse();
	}

	@Test
	void claimDecisionWithPropertyOfAnotherProcessSucceeds() {
		System.setProperty(JvmWideState.DECIDED, "1:");
		assertThat(JvmWideState.claimDecision()).isTrue();
		assertThat(JvmWideState.claimDecision()).isFalse();
	}

	@Test
	void launchDirectoryIsThatOfThisProcess() {
		assertThat(JvmWideState.launchDirectory()).isEmpty();
		JvmWideState.launchDirectory("/srv/a:b");
		assertThat(JvmWideState.launchDirectory()).contains("/srv/a:b");
		System.setProperty(JvmWideState.LAUNCH_DIRECTORY, "1:/srv/a");
		assertThat(JvmWideState.launchDirectory()).isEmpty();
	}

}
