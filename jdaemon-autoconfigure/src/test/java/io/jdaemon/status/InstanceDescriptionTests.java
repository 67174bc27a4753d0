package io.jdaemon.status;

import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;

import io.jdaemon.DaemonInfo;
import io.jdaemon.Mode;
import io.jdaemon.RestartRequester;
import io.jdaemon.process.RestartCause;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link InstanceDescription}.
 */
class InstanceDescriptionTests {

	private static final RestartCause CAUSE = new RestartCause(
			new RestartRequester(RestartRequester.Kind.SIGNAL, "SIGUSR1", null, null, null), Instant.EPOCH);

	@Test
	void restartIsCompletedOnceTheApplicationIsReady() {
		DaemonInfo info = new DaemonInfo(4711, 1, Mode.DAEMON, Instant.EPOCH, Instant.EPOCH);
		Status starting = Status.starting(info, Map.of(), null)
			.with(RestartResults.completed(CAUSE, OptionalLong.empty()));
		assertThat(InstanceDescription.of(starting).lastRestart()).isNull();
		assertThat(InstanceDescription.of(starting.ready()).lastRestart().outcome()).isEqualTo("completed");
	}

}
