package io.jdaemon.status;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

import io.jdaemon.DaemonInfo;
import io.jdaemon.Mode;
import io.jdaemon.signals.ProcessSignal;
import io.jdaemon.signals.SignalAction;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StatusFormat}.
 */
class StatusFormatTests {

	private static final DaemonInfo INFO = new DaemonInfo(4711, 3, Mode.DAEMON, Instant.ofEpochMilli(2000),
			Instant.ofEpochMilli(1000));

	private static final Status FULL = new Status(INFO, State.READY, Map.of(SignalAction.STOP, ProcessSignal.TERM), 7,
			2, "Is a directory", RestartResults.refused("the endpoint", Instant.ofEpochMilli(3000), "No jar."));

	private static final Status PLAIN = Status.starting(INFO, Map.of(), null, null);

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
	void longTextIsCutToFit() {
		Status verbose = FULL.with(RestartResults.refused("the application", Instant.EPOCH, "日".repeat(3000)));
		assertThat(StatusFormat.parse(fields(verbose)))
			.hasValueSatisfying((status) -> assertThat(status.lastRestart().outcome()).startsWith("refused: 日日")
				.endsWith("日…")
				.hasSize(500));
	}

	@Test
	void startingContinuesCounters() {
		Status next = Status.starting(INFO, Map.of(), FULL, null);
		assertThat(next.decided()).isEqualTo(7);
		assertThat(next.reopened()).isEqualTo(2);
		assertThat(next.reopenFailure()).isNull();
	}

	private static Map<String, String> fields(Status status) {
		return StatusFormat.of(status)
			.entrySet()
			.stream()
			.collect(Collectors.toMap(Map.Entry::getKey, (field) -> String.valueOf(field.getValue())));
	}

}
