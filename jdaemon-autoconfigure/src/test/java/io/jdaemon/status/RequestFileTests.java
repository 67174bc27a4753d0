package io.jdaemon.status;

import java.io.IOException;

import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixOverrides;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link RequestFile}.
 */
class RequestFileTests {

	private final Posix posix = PosixOverrides.real();

	@Test
	void whatWasWrittenLastIsTakenOnce() throws IOException {
		RequestFile page = RequestFile.create(this.posix);
		assertThat(page.take()).isEmpty();
		RequestFile.write(ProcessHandle.current().pid(), "HANDOVER");
		RequestFile.write(ProcessHandle.current().pid(), "EXEC");
		assertThat(page.take()).contains("EXEC");
		assertThat(page.take()).isEmpty();
	}

}
