package io.jdaemon.posix;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WaitStatus}.
 */
class WaitStatusTests {

	@ParameterizedTest
	@CsvSource({ "0x0000, false, 0, 0", "0x0700, false, 0, 7", "0xFF00, false, 0, 255", "0x000F, true, 15, 143",
			"0x008B, true, 11, 139" })
	void statusIsDecodedAsByWaitMacros(int raw, boolean signaled, int signal, int shellStatus) {
		WaitStatus status = new WaitStatus(raw);
		assertThat(status.signaled()).isEqualTo(signaled);
		assertThat(status.signal()).isEqualTo(signal);
		assertThat(status.shellStatus()).isEqualTo(shellStatus);
	}

}
