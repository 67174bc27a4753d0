package io.jdaemon.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.jdaemon.KernelTest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests for {@link ProcessIdentity}.
 */
@KernelTest
class ProcessIdentityTests {

	private static final long KTHREADD = 2;

	@Test
	void exitingIsFalseForThisProcess() {
		assertThat(ProcessIdentity.of(ProcessHandle.current().pid())).hasValueSatisfying((process) -> {
			assertThat(process.exiting()).isFalse();
			assertThat(process.alive()).isTrue();
		});
	}

	@Test
	void exitingIsFalseForKernelThreadAlthoughItHasNoMemory() throws IOException {
		Path name = Path.of("/proc/" + KTHREADD + "/comm");
		assumeThat(name).as("no kernel threads in this process namespace").isReadable();
		assumeThat(Files.readString(name)).isEqualTo("kthreadd\n");
		assertThat(ProcessIdentity.of(KTHREADD))
			.hasValueSatisfying((process) -> assertThat(process.exiting()).isFalse());
	}

	@Test
	void credentialsAreThoseOfTheProcess() throws IOException {
		Object uid = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
		assertThat(ProcessIdentity.of(ProcessHandle.current().pid()).flatMap(ProcessIdentity::credentials))
			.hasValueSatisfying((credentials) -> assertThat(credentials.uid()).isEqualTo(uid));
	}

}
