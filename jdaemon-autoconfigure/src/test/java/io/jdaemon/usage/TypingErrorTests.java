package io.jdaemon.usage;

import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TypingError}.
 */
class TypingErrorTests {

	private static final List<String> NAMES = List.of("mode", "out", "err", "output", "pid-file", "startup-timeout",
			"stop-timeout", "signals", "restart.strategy", "restart.drain-timeout", "positional-commands", "user",
			"working-directory");

	@ParameterizedTest
	@CsvSource({ "pid-fil, pid-file", "pidfiel, pid-file", "pid.file, pid-file", "pid, pid-file",
			"stoptimeouts, stop-timeout", "stop-time, stop-timeout", "out-file, out", "output-format, output",
			"drain-timeout, restart.drain-timeout", "strategy, restart.strategy", "restart.strategie, restart.strategy",
			"moed, mode", "usr, user", "signal, signals", "workdirectory, working-directory" })
	void nearestNameIsFound(String wrong, String name) {
		assertThat(TypingError.nearest(wrong, NAMES)).contains(name);
	}

	@ParameterizedTest
	@ValueSource(strings = { "colour", "x", "service.host", "test" })
	void nameThatIsLikeNoOtherHasNoNearest(String wrong) {
		assertThat(TypingError.nearest(wrong, NAMES)).isEmpty();
	}

}
