package io.jdaemon.output;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OutputTarget}.
 */
class OutputTargetTests {

	@Test
	void describeNamesTheJournal() {
		assertThat(OutputTarget.describe("socket:[4711]", "9:4711")).contains("the journal");
	}

	@Test
	void describeNamesAnotherTargetAsTheKernelDoes() {
		assertThat(OutputTarget.describe("socket:[4712]", "9:4711")).contains("socket:[4712]");
		assertThat(OutputTarget.describe("pipe:[4711]", null)).contains("pipe:[4711]");
		assertThat(OutputTarget.describe("/var/log/orders.log", null)).contains("/var/log/orders.log");
	}

	@Test
	void describeDoesNotNameDiscardedOutput() {
		assertThat(OutputTarget.describe("/dev/null", "9:4711")).isEmpty();
	}

}
