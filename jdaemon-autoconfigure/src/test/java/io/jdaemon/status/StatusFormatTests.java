package io.jdaemon.status;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;

import io.jdaemon.DaemonInfo;
import io.jdaemon.Mode;
import io.jdaemon.RestartOutcome;
import io.jdaemon.RestartRequester;
import io.jdaemon.RestartRequester.Kind;
import io.jdaemon.RestartResult;
import io.jdaemon.RestartStrategy;
import io.jdaemon.process.FieldLine;
import io.jdaemon.process.ProcessIdentity;
import io.jdaemon.process.RestartCause;
import io.jdaemon.signals.ProcessSignal;
import io.jdaemon.signals.SignalAction;
import io.jdaemon.sockets.Gap;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StatusFormat}.
 */
class StatusFormatTests {

	private static final DaemonInfo INFO = new DaemonInfo(4711, 3, Mode.DAEMON, Instant.ofEpochMilli(2000),
			Instant.ofEpochMilli(1000));

	private static final InstanceFacts FACTS = new InstanceFacts("orders", "/srv/app/orders.jar", "/srv", "/run/o.pid",
			Duration.ofMinutes(2), Duration.ofMillis(1500), List.of(new ProcessIdentity(4700, 12)));

	private static final RestartCause CAUSE = new RestartCause(
			new RestartRequester(Kind.COMMAND, "SIGUSR1", "alice", "192.0.2.7", 4712L), Instant.ofEpochMilli(3000));

	private static final RestartHistory RESTARTS = new RestartHistory(7,
			new RestartResult(CAUSE.at(), Duration.ofMillis(4200), Duration.ofMillis(1300), RestartStrategy.HANDOVER,
					CAUSE.requestedBy(), RestartOutcome.FAILED, "No jar.", 4700L),
			Instant.ofEpochMilli(4000),
			RestartCounts.NONE.plus(RestartResults.refused(CAUSE, RestartStrategy.EXEC, "No."))
				.plus(RestartResults.refused(CAUSE, RestartStrategy.EXEC, "No."))
				.plus(RestartResults.completed(CAUSE, OptionalLong.of(1)))
				.plus(new Gap(CAUSE.at(), 9)));

	private static final InstanceConfiguration CONFIGURATION = new InstanceConfiguration("/srv/out.log", "/srv/err.log",
			"handover", "refresh", true);

	private static final Status FULL = new Status(INFO, State.READY, Map.of(SignalAction.STOP, ProcessSignal.TERM),
			RESTARTS, new Reopenings(2, "Is a directory"), FACTS, CONFIGURATION, "the bean pool", "rehearsing");

	private static final Status PLAIN = Status.starting(INFO, Map.of(), null);

	@Test
	void parseReturnsStatusThatWasConverted() {
		assertThat(StatusFormat.parse(fields(FULL))).contains(FULL);
		assertThat(StatusFormat.parse(fields(PLAIN))).contains(PLAIN);
	}

	@Test
	void parseWhenFieldsAreOfAnotherVersionIgnoresUnknownOnesOrIsEmpty() {
		Map<String, String> fields = new HashMap<>(fields(FULL));
		fields.put("new", "from a later version");
		assertThat(StatusFormat.parse(fields)).contains(FULL);
		fields.put("state", "meditating");
		assertThat(StatusFormat.parse(fields)).isEmpty();
		assertThat(StatusFormat.parse(Map.of())).isEmpty();
	}

	@Test
	void parseWhenFactsAreMissingIsTheStatusWithoutThem() {
		Map<String, String> fields = new HashMap<>(fields(FULL));
		fields.remove("stop-timeout");
		assertThat(StatusFormat.parse(fields)).hasValueSatisfying((status) -> assertThat(status.facts()).isNull());
		fields.putAll(fields(FULL));
		fields.keySet().removeAll(List.of("jar", "directory", "pid-file", "predecessor"));
		assertThat(StatusFormat.parse(fields)).hasValueSatisfying((status) -> assertThat(status.facts()).isEqualTo(
				new InstanceFacts("orders", "", "", null, FACTS.startupTimeout(), FACTS.stopTimeout(), List.of())));
	}

	@Test
	void longTextIsCutToFit() {
		assertThat(reason("日".repeat(3000))).startsWith("日日").endsWith("日…");
		assertThat(reason("a b ".repeat(1000))).hasSize(500).endsWith("…");
	}

	@Test
	void longestStatusFitsInTheFile() {
		String text = "日".repeat(3000);
		String path = "/" + "p".repeat(2999);
		String name = "日".repeat(100);
		RestartCause cause = new RestartCause(new RestartRequester(Kind.ENDPOINT, null, name, name, null),
				Instant.EPOCH);
		Status verbose = new Status(INFO, State.READY, FULL.signals(),
				RESTARTS.with(RestartResults.refused(cause, RestartStrategy.HANDOVER, text)), new Reopenings(1, text),
				new InstanceFacts(text, path, path, path, Duration.ofDays(1), Duration.ofDays(1), FACTS.predecessors()),
				new InstanceConfiguration(path, path, "handover", "refresh", true), text, text);
		assertThat(FieldLine.format(StatusFormat.of(verbose))).hasSizeLessThan(32_000);
		assertThat(StatusFormat.parse(fields(verbose))).map(Status::facts).map(InstanceFacts::jar).contains(path);
	}

	@Test
	void pathThatIsTooLongIsLeftOut() {
		Status status = FULL.with(new InstanceFacts("orders", "/" + "日".repeat(1000), "/", "/o.pid", Duration.ZERO,
				Duration.ZERO, List.of()));
		assertThat(StatusFormat.of(status)).doesNotContainKey("jar").containsKeys("directory", "pid-file");
	}

	private static String reason(String reason) {
		Status verbose = FULL.with(RestartResults.refused(CAUSE, RestartStrategy.EXEC, reason));
		return StatusFormat.parse(fields(verbose)).orElseThrow().lastRestart().reason();
	}

	@Test
	void startingContinuesCounters() {
		Status next = Status.starting(INFO, Map.of(), FULL);
		assertThat(next.decided()).isEqualTo(7);
		assertThat(next.reopenings()).isEqualTo(new Reopenings(2, null));
	}

	private static Map<String, String> fields(Status status) {
		return StatusFormat.of(status)
			.entrySet()
			.stream()
			.collect(Collectors.toMap(Map.Entry::getKey, (field) -> String.valueOf(field.getValue())));
	}

}
