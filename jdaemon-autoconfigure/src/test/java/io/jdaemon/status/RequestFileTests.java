package io.jdaemon.status;

import java.io.IOException;
import java.util.Map;

import io.jdaemon.KernelTest;
import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixException;
import io.jdaemon.posix.PosixOverrides;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RequestFile}.
 */
@KernelTest
class RequestFileTests {

	private final Posix posix = PosixOverrides.real();

	@Test
	void takeReturnsLastRequestOnce() throws IOException {
		RequestFile file = RequestFile.create(this.posix, "test request");
		RequestFile other = RequestFile.create(this.posix, "another request");
		assertThat(file.take()).isEmpty();
		RequestFile.write(ProcessHandle.current().pid(), "test request", "HANDOVER");
		RequestFile.write(ProcessHandle.current().pid(), "test request", "EXEC");
		assertThat(other.take()).isEmpty();
		assertThat(file.take()).contains("EXEC");
		assertThat(file.take()).isEmpty();
	}

	@Test
	void takeReturnsOnlyWhatALogMayContain() throws IOException {
		RequestFile file = RequestFile.create(this.posix, "long request");
		RequestFile.write(ProcessHandle.current().pid(), "long request", "user jürgen\n\u001b[2J" + "x".repeat(500));
		assertThat(file.take().orElseThrow()).startsWith("user jürgen??[2Jxx").hasSizeLessThanOrEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(ints = { PosixException.ENOSYS, PosixException.EPERM })
	void fileWhereTheCallIsForbiddenHasNoRequests(int errno) throws IOException {
		Posix forbidding = PosixOverrides.with(new Object() {

			int memfdCreate(String name) throws PosixException {
				throw new PosixException("memfd_create", errno, "forbidden");
			}

		});
		assertThat(RequestFile.create(forbidding, "no request").take()).isEmpty();
		StatusFile status = StatusFile.create(forbidding);
		status.write(Map.of("state", "ready"));
		assertThat(status.read()).isEmpty();
		assertThat(status.descriptor()).isEmpty();
	}

}
