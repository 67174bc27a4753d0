package io.jdaemon.lifecycle;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

import io.jdaemon.process.ProcessSignal;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StatusFields}.
 */
class StatusFieldsTests {

	private static final ProcessInfo INFO = new ProcessInfo(4711, 3, Mode.DAEMON, Instant.ofEpochMilli(2000),
			Instant.ofEpochMilli(1000));

	private static final Status FULL = new Status(INFO, State.READY, Map.of(SignalAction.STOP, ProcessSignal.TERM), 7,
			2, "Is a directory", LastRestart.refused("the endpoint", Instant.ofEpochMilli(3000), "No jar."));

	private static final Status PLAIN = Status.starting(INFO, Map.of(), null, null);

	@Test
	void parseIsWhatWasWritten() {
		assertThat(StatusFields.parse(written(FULL))).contains(FULL);
		assertThat(StatusFields.parse(written(PLAIN))).contains(PLAIN);
	}

	@Test
	void parseOfAnotherVersionIsNothingOrWhatIsKnown() {
		Map<String, String> fields = new HashMap<>(written(FULL));
		fields.put("news", "from later");
		assertThat(StatusFields.parse(fields)).contains(FULL);
		fields.put("state", "meditating");
		assertThat(StatusFields.parse(fields)).isEmpty();
		assertThat(StatusFields.parse(Map.of())).isEmpty();
	}

	@Test
	void longTextIsCutSoThatItFits() {
		Status talkative = FULL.with(LastRestart.refused("the application", Instant.EPOCH, "日".repeat(3000)));
		assertThat(StatusFields.parse(written(talkative)))
			.hasValueSatisfying((status) -> assertThat(status.lastRestart().outcome()).startsWith("refused: 日日")
				.endsWith("日…")
				.hasSize(500));
	}

	@Test
	void startingGoesOnWithTheCounters() {
		Status next = Status.starting(INFO, Map.of(), FULL, null);
		assertThat(next.decided()).isEqualTo(7);
		assertThat(next.reopened()).isEqualTo(2);
		assertThat(next.reopenFailure()).isNull();
	}

	private static Map<String, String> written(Status status) {
		return StatusFields.of(status)
			.entrySet()
			.stream()
			.collect(Collectors.toMap(Map.Entry::getKey, (field) -> String.valueOf(field.getValue())));
	}

}
