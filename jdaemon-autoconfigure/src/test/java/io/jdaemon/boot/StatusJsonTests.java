package io.jdaemon.boot;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.jdaemon.DaemonInfo;
import io.jdaemon.Mode;
import io.jdaemon.command.StatusReport;
import io.jdaemon.status.RestartResults;
import io.jdaemon.status.State;
import io.jdaemon.status.Status;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StatusJson}.
 */
class StatusJsonTests {

	@Test
	void writeOfRunningInstanceIsOneLine() {
		assertThat(StatusJson.write(report("orders", "The jar \"a\\b\" is\nmissing.")))
			.isEqualTo("{\"name\":\"orders\",\"running\":true,\"pid\":4711,\"state\":\"ready\",\"generation\":2,"
					+ "\"startedAt\":\"1970-01-01T00:00:00Z\",\"imageStartedAt\":\"1970-01-01T00:00:05Z\","
					+ "\"uptimeSeconds\":10,\"mode\":\"daemon\",\"draining\":[4710],\"pidFile\":\"run/orders.pid\",\"lastRestart\":"
					+ "{\"requestedBy\":\"SIGUSR1\",\"at\":\"1970-01-01T00:00:00Z\","
					+ "\"outcome\":\"refused: The jar \\\"a\\\\b\\\" is\\nmissing.\"}}");
	}

	@Test
	void writeOfStalePidFileHasEveryMember() {
		assertThat(StatusJson
			.write(new StatusReport("orders", false, 4711L, "dead", null, null, List.of(), "run/orders.pid")))
			.isEqualTo("{\"name\":\"orders\",\"running\":false,\"pid\":4711,\"state\":\"dead\",\"generation\":null,"
					+ "\"startedAt\":null,\"imageStartedAt\":null,\"uptimeSeconds\":null,\"mode\":null,"
					+ "\"draining\":[],\"pidFile\":\"run/orders.pid\",\"lastRestart\":null}");
	}

	@Test
	void writeEscapesWhatATerminalActsOn() {
		assertThat(StatusJson.write(report("a\u001b[2Jb\u0007\u007f\u0085", "é")))
			.contains("a\\u001B[2Jb\\u0007\\u007F\\u0085")
			.contains("refused: é");
	}

	private static StatusReport report(String name, String reason) {
		DaemonInfo info = new DaemonInfo(4711, 2, Mode.DAEMON, Instant.ofEpochSecond(5), Instant.EPOCH);
		Status status = new Status(info, State.READY, Map.of(), 1, 0, null,
				RestartResults.refused("SIGUSR1", Instant.EPOCH, reason), null, null);
		return new StatusReport(name, true, 4711L, "ready", status, Duration.ofSeconds(10), List.of(4710L),
				"run/orders.pid");
	}

}
