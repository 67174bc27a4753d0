package io.jdaemon.signals;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SignalMasks}.
 */
class SignalMasksTests {

	@Test
	void parseReadsBlockedAndIgnored() {
		SignalMasks masks = SignalMasks.parse("""
				Name:	java
				SigPnd:	0000000000000001
				SigBlk:	0000000000000204
				SigIgn:	8000000000004003
				SigCgt:	00000000ffffffff
				""");
		assertThat(masks.blockedNumbers()).containsExactlyInAnyOrder(3, 10);
		assertThat(masks.ignoredSignals()).containsExactlyInAnyOrder(ProcessSignal.HUP, ProcessSignal.INT,
				ProcessSignal.TERM);
	}

	@Test
	void parseReadsHighestSignal() {
		assertThat(SignalMasks.parse("SigBlk:\t8000000000000000\n").blockedNumbers()).containsExactly(64);
	}

	@Test
	void parseWhenFieldsAreMissingReturnsEmptyMasks() {
		assertThat(SignalMasks.parse("Name:\tjava\n")).isEqualTo(new SignalMasks(0, 0));
	}

}
