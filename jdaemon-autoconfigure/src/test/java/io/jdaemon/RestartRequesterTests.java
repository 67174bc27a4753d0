package io.jdaemon;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RestartRequester}.
 */
class RestartRequesterTests {

	@Test
	void toStringSaysWhatIsKnown() {
		assertThat(RestartRequester.signal("SIGUSR1")).hasToString("SIGUSR1");
		assertThat(RestartRequester.command("SIGUSR1", "alice", 7))
			.hasToString("SIGUSR1 (command restart, user alice, pid 7)");
		assertThat(RestartRequester.endpoint(null, null)).hasToString("the endpoint");
		assertThat(RestartRequester.endpoint("alice", "192.0.2.7"))
			.hasToString("the endpoint (user alice, address 192.0.2.7)");
		assertThat(RestartRequester.application()).hasToString("the application");
	}

}
