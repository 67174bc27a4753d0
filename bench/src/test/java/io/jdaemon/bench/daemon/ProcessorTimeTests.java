package io.jdaemon.bench.daemon;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The fields are counted after the name, which may contain anything.
 */
class ProcessorTimeTests {

	@Test
	void userAndSystemTimeOfChildrenAreAdded() {
		String stat = "4711 (a) b (c) S 1 4711 4711 0 -1 4194560 1 2 3 4 50 60 700 42 20 0 1 0 12345 0 0\n";
		assertThat(ProcessorTime.ofChildren(stat)).isEqualTo(Duration.ofMillis(7420));
	}

}
