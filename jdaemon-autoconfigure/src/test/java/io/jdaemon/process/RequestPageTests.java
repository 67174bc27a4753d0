package io.jdaemon.process;

import java.io.IOException;

import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixOverrides;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link RequestPage}.
 */
class RequestPageTests {

	private final Posix posix = PosixOverrides.real();

	@Test
	void whatWasWrittenLastIsTakenOnce() throws IOException {
		RequestPage page = RequestPage.create(this.posix);
		assertThat(page.take()).isEmpty();
		RequestPage.write(ProcessHandle.current().pid(), "HANDOVER");
		RequestPage.write(ProcessHandle.current().pid(), "EXEC");
		assertThat(page.take()).contains("EXEC");
		assertThat(page.take()).isEmpty();
	}

}
