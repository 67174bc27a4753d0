package io.jdaemon.settings;

import java.time.Duration;

import io.jdaemon.posix.PosixException;
import io.jdaemon.process.ExitStatus;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StartFailures}.
 */
class StartFailuresTests {

	private final Settings settings = TestSettings.daemon(Duration.ofSeconds(1));

	@Test
	void pidFileThatIsNotPermittedNamesTheUser() {
		StartException failure = StartFailures.pidFile(this.settings, "/run/orders.pid",
				new PosixException("open", PosixException.EACCES, "Permission denied"));
		assertThat(failure.status()).isEqualTo(ExitStatus.CANNOT_CREATE);
		assertThat(failure.getMessage()).isEqualTo(
				"The PID file /run/orders.pid (jdaemon.pid-file) cannot be created: Permission denied for the user "
						+ System.getProperty("user.name") + ".");
	}

	@Test
	void pidFileThatIsALinkIsCalledThat() {
		assertThat(StartFailures
			.pidFile(this.settings, "run/../orders.pid",
					new PosixException("open", PosixException.ELOOP, "Too many levels of symbolic links"))
			.getMessage()).endsWith("/orders.pid (jdaemon.pid-file) cannot be created: it is a symbolic link.")
			.doesNotContain("..");
	}

}
