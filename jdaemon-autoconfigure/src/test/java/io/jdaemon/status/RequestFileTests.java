package io.jdaemon.status;

import java.io.IOException;

import io.jdaemon.KernelTest;
import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixOverrides;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RequestFile}.
 */
@KernelTest
class RequestFileTests {

	private final Posix posix = PosixOverrides.real();

	@Test
	void takeReturnsLastRequestOnce() throws IOException {
		RequestFile file = RequestFile.create(this.posix);
		assertThat(file.take()).isEmpty();
		RequestFile.write(ProcessHandle.current().pid(), "HANDOVER");
		RequestFile.write(ProcessHandle.current().pid(), "EXEC");
		assertThat(file.take()).contains("EXEC");
		assertThat(file.take()).isEmpty();
	}

}
