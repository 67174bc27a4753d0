package io.jdaemon.actuate;

import java.time.Instant;

import io.jdaemon.DaemonInfo;
import io.jdaemon.Mode;
import io.jdaemon.lifecycle.Lifecycle;
import io.jdaemon.lifecycle.TestLifecycles;
import io.jdaemon.status.InstanceDescription;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RestartEndpoint}.
 */
class RestartEndpointTests {

	@Test
	void restartRespondsWithWhatIsGoingToHappen() {
		WebEndpointResponse<RestartResponse> response = endpoint(TestLifecycles.ready()).restart();
		assertThat(response.getStatus()).isEqualTo(200);
		assertThat(response.getBody()).isEqualTo(new RestartResponse("Restarting", 4711, 2, "exec"));
	}

	@Test
	void restartWhenRefusedRespondsWithConflictAndReason() {
		RestartEndpoint endpoint = endpoint(TestLifecycles.refusing("The jar is missing."));
		WebEndpointResponse<RestartResponse> response = endpoint.restart();
		assertThat(response.getStatus()).isEqualTo(409);
		assertThat(response.getBody()).isEqualTo(new RestartResponse("The jar is missing.", 4711, 2, "exec"));
		assertThat(endpoint.status().lastRestart()).isNotNull().satisfies((last) -> {
			assertThat(last.requestedBy().kind()).isEqualTo("endpoint");
			assertThat(last.outcome()).isEqualTo("refused");
			assertThat(last.reason()).isEqualTo("The jar is missing.");
		});
	}

	@Test
	void restartWhenOffRespondsWithConflict() {
		WebEndpointResponse<RestartResponse> response = endpoint(null).restart();
		assertThat(response.getStatus()).isEqualTo(409);
		assertThat(response.getBody().message()).isEqualTo("jdaemon is off in this process.");
	}

	@Test
	void statusDescribesTheProcess() {
		assertThat(endpoint(TestLifecycles.ready()).status()).isEqualTo(new InstanceDescription(4711, 2, "daemon",
				"ready", null, Instant.ofEpochSecond(100), Instant.ofEpochSecond(200), null, null, null, null));
	}

	@Test
	void statusWhenOffHasModeOff() {
		DaemonInfo info = new DaemonInfo(1, 0, Mode.OFF, Instant.EPOCH, Instant.EPOCH);
		InstanceDescription descriptor = new RestartEndpoint(info, null).status();
		assertThat(descriptor.mode()).isEqualTo("off");
		assertThat(descriptor.state()).isNull();
		assertThat(descriptor.lastRestart()).isNull();
	}

	private static RestartEndpoint endpoint(Lifecycle lifecycle) {
		return new RestartEndpoint(TestLifecycles.INFO, lifecycle);
	}

}
