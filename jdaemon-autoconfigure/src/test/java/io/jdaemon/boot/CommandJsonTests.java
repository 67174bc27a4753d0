package io.jdaemon.boot;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.jdaemon.DaemonInfo;
import io.jdaemon.Mode;
import io.jdaemon.RestartStrategy;
import io.jdaemon.command.CommandName;
import io.jdaemon.command.OutputFormat;
import io.jdaemon.command.StatusReport;
import io.jdaemon.launch.LaunchReport;
import io.jdaemon.restart.TestRequests;
import io.jdaemon.settings.TestSettings;
import io.jdaemon.status.InstanceConfiguration;
import io.jdaemon.status.RestartResults;
import io.jdaemon.status.State;
import io.jdaemon.status.Status;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CommandJson}.
 */
class CommandJsonTests {

	@Test
	void writeOfRunningInstanceIsOneLine() {
		assertThat(CommandJson.status(report("orders", "The jar \"a\\b\" is\nmissing.")))
			.startsWith("{\"name\":\"orders\",\"running\":true,\"state\":\"ready\",\"pid\":4711,"
					+ "\"pidFile\":\"/run/orders.pid\",\"generation\":2,\"mode\":\"daemon\","
					+ "\"daemonStartedAt\":\"1970-01-01T00:00:00Z\",\"imageStartedAt\":\"1970-01-01T00:00:05Z\","
					+ "\"outputs\":{\"out\":\"/srv/out.log\",\"err\":\"/srv/err.log\"},"
					+ "\"restart\":{\"strategy\":\"exec\",\"rehearsal\":\"refresh\",\"warm\":true},"
					+ "\"lastRestart\":{\"at\":\"1970-01-01T00:00:00Z\",\"duration\":\"PT")
			.endsWith("\",\"strategy\":\"exec\",\"requestedBy\":{\"kind\":\"signal\",\"signal\":\"SIGUSR1\"},"
					+ "\"outcome\":\"refused\",\"reason\":\"The jar \\\"a\\\\b\\\" is\\nmissing.\"},"
					+ "\"uptimeSeconds\":10,\"draining\":[4710]}");
	}

	@Test
	void writeOfStalePidFileHasWhatIsKnown() {
		assertThat(CommandJson
			.status(new StatusReport("orders", false, 4711L, "dead", null, null, List.of(), "/run/orders.pid")))
			.isEqualTo("{\"name\":\"orders\",\"running\":false,\"state\":\"dead\",\"pid\":4711,"
					+ "\"pidFile\":\"/run/orders.pid\",\"draining\":[]}");
	}

	@Test
	void resultIsOneLine() {
		assertThat(CommandJson.result(CommandName.SYSTEMD_UNIT, 2, "a \"b\"\nc"))
			.isEqualTo("{\"command\":\"systemd-unit\",\"exitStatus\":2,\"message\":\"a \\\"b\\\"\\nc\"}");
	}

	@Test
	void launchDescribesTheDaemonInTheWordsOfTheStatus() {
		LaunchReport report = CommandJson.launch(CommandName.START, OutputFormat.JSON,
				TestSettings.daemon(Duration.ofSeconds(1)), Instant.ofEpochSecond(5, 1));
		String directory = System.getProperty("user.dir");
		assertThat(report.head() + "0,\"message\":\"" + report.text().apply("a \"b\"") + "\""
				+ report.instance().apply(4711) + "}")
			.isEqualTo(
					"{\"command\":\"start\",\"exitStatus\":0,\"message\":\"a \\\"b\\\"\",\"instance\":{\"name\":\"orders\","
							+ "\"running\":true,\"state\":\"ready\",\"pid\":4711,\"pidFile\":\"" + directory
							+ "/orders.pid\",\"generation\":0,\"mode\":\"daemon\",\"daemonStartedAt\":\"1970-01-01T00:00:05Z\","
							+ "\"outputs\":{\"out\":\"" + directory + "/o.log\",\"err\":\"" + directory
							+ "/e.log\"}}}");
	}

	@Test
	void writeEscapesWhatATerminalActsOn() {
		assertThat(CommandJson.status(report("a\u001b[2Jb\u0007\u007f\u0085", "é")))
			.contains("a\\u001B[2Jb\\u0007\\u007F\\u0085")
			.contains("\"reason\":\"é\"");
	}

	private static StatusReport report(String name, String reason) {
		DaemonInfo info = new DaemonInfo(4711, 2, Mode.DAEMON, Instant.ofEpochSecond(5), Instant.EPOCH);
		Status status = Status.starting(info, Map.of(), null)
			.in(State.READY)
			.with(RestartResults.refused(TestRequests.SIGUSR1, RestartStrategy.EXEC, reason))
			.with(new InstanceConfiguration("/srv/out.log", "/srv/err.log", "exec", "refresh", true));
		return new StatusReport(name, true, 4711L, "ready", status, Duration.ofSeconds(10), List.of(4710L),
				"/run/orders.pid");
	}

}
