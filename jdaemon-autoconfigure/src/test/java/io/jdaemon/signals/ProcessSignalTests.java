package io.jdaemon.signals;

import java.util.List;

import io.jdaemon.KernelTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ProcessSignal}.
 */
class ProcessSignalTests {

	@ParameterizedTest
	@EnumSource
	@KernelTest
	void numberIsThatOfKernel(ProcessSignal signal) throws Exception {
		Process kill = new ProcessBuilder("sh", "-c", "kill -l " + signal.number()).start();
		assertThat(kill.inputReader().readLine()).isEqualTo(signal.name());
	}

	@ParameterizedTest
	@ValueSource(strings = { "USR1", "usr1", "SIGUSR1", "SigUsr1" })
	void namedFindsEverySpelling(String name) {
		assertThat(ProcessSignal.named(name)).contains(ProcessSignal.USR1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "SIG", "USR2", "KILL", "10", "SIGSIGHUP" })
	void namedWhenUnknownIsEmpty(String name) {
		assertThat(ProcessSignal.named(name)).isEmpty();
	}

	@Test
	void numbersReturnsNumberOfEachSignal() {
		assertThat(ProcessSignal.numbers(List.of(ProcessSignal.HUP, ProcessSignal.TERM))).containsExactlyInAnyOrder(1,
				15);
	}

	@Test
	void inMaskFindsKnownSignalsOnly() {
		assertThat(ProcessSignal.inMask(0x4204)).containsExactly(ProcessSignal.USR1, ProcessSignal.TERM);
	}

}
