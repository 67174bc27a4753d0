package io.jdaemon.process;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ExitStatus}: the numbers that scripts rely on.
 */
class ExitStatusTests {

	@ParameterizedTest
	@CsvSource({ "DONE, 0", "FAILED, 1", "PID_FILE_LEFT, 1", "WRONG_SETTING, 2", "NOT_RUNNING, 3", "NOT_PERMITTED, 4",
			"NOTHING_RUNNING, 7", "HALTED, 70", "OS_REFUSED, 71", "CANNOT_CREATE, 73", "ALREADY_RUNNING, 75",
			"TIMED_OUT, 124" })
	void numberIsAsDocumented(ExitStatus status, int number) {
		assertThat(status.number()).isEqualTo(number);
	}

	@Test
	void everyNumberIsDocumented() {
		assertThat(ExitStatus.values()).extracting(ExitStatus::number)
			.isSubsetOf(0, 1, 2, 3, 4, 7, 70, 71, 73, 75, 124);
	}

	@Test
	void signaledIsStatusThatShellReports() {
		assertThat(ExitStatus.signaled(15)).isEqualTo(143);
	}

}
