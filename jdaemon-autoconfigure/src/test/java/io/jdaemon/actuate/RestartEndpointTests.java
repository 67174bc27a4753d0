package io.jdaemon.actuate;

import java.time.Instant;

import io.jdaemon.DaemonInfo;
import io.jdaemon.Mode;
import io.jdaemon.lifecycle.Lifecycle;
import io.jdaemon.lifecycle.TestLifecycles;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RestartEndpoint}.
 */
class RestartEndpointTests {

	@Test
	void restartAnswersWithWhatIsGoingToHappen() {
		WebEndpointResponse<RestartEndpoint.Answer> response = endpoint(TestLifecycles.ready()).restart();
		assertThat(response.getStatus()).isEqualTo(200);
		assertThat(response.getBody()).isEqualTo(new RestartEndpoint.Answer("Restarting", 4711, 2, "exec"));
	}

	@Test
	void restartWhenRefusedAnswersConflictAndReason() {
		RestartEndpoint endpoint = endpoint(TestLifecycles.refusing("The jar is missing."));
		WebEndpointResponse<RestartEndpoint.Answer> response = endpoint.restart();
		assertThat(response.getStatus()).isEqualTo(409);
		assertThat(response.getBody()).isEqualTo(new RestartEndpoint.Answer("The jar is missing.", 4711, 2, "exec"));
		assertThat(endpoint.status().lastRestart()).isNotNull().satisfies((last) -> {
			assertThat(last.requestedBy()).isEqualTo("the endpoint");
			assertThat(last.outcome()).isEqualTo("refused: The jar is missing.");
		});
	}

	@Test
	void restartWhenOffAnswersConflict() {
		WebEndpointResponse<RestartEndpoint.Answer> response = endpoint(null).restart();
		assertThat(response.getStatus()).isEqualTo(409);
		assertThat(response.getBody().message()).isEqualTo("jdaemon is off in this process.");
	}

	@Test
	void statusTellsAboutTheProcess() {
		assertThat(endpoint(TestLifecycles.ready()).status()).isEqualTo(new RestartEndpoint.Status(4711, 2, "daemon",
				"exec", Instant.ofEpochSecond(200), Instant.ofEpochSecond(100), null));
	}

	@Test
	void statusWhenOffTellsSo() {
		DaemonInfo info = new DaemonInfo(1, 0, Mode.OFF, Instant.EPOCH, Instant.EPOCH);
		RestartEndpoint.Status status = new RestartEndpoint(info, null).status();
		assertThat(status.mode()).isEqualTo("off");
		assertThat(status.lastRestart()).isNull();
	}

	private static RestartEndpoint endpoint(Lifecycle lifecycle) {
		return new RestartEndpoint(TestLifecycles.INFO, lifecycle);
	}

}
