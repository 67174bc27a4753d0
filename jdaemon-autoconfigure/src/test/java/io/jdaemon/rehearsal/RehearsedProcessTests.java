package io.jdaemon.rehearsal;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

import io.jdaemon.KernelTest;
import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixException;
import io.jdaemon.posix.PosixOverrides;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RehearsedProcess}. Only {@code _exit} is replaced: to halt would end
 * the JVM of the tests.
 */
@KernelTest
class RehearsedProcessTests {

	private final Exits exits = new Exits();

	private final Posix posix = PosixOverrides.with(this.exits);

	private int[] result;

	private int[] life;

	@BeforeEach
	void openPipes() throws PosixException {
		this.result = this.posix.pipe();
		this.life = this.posix.pipe();
	}

	@AfterEach
	void closePipes() {
		this.posix.close(this.result[0]);
		this.posix.close(this.result[1]);
		this.posix.close(this.life[0]);
		if (this.life[1] >= 0) {
			this.posix.close(this.life[1]);
		}
	}

	@Test
	void failureIsReportedAndEndsTheProcessWithoutTheJvm() throws Exception {
		RehearsedProcess process = adopt();
		Thread starter = new Thread(() -> {
		});
		starter.start();
		process.failed("no  database", starter);
		assertThat(this.exits.statuses.take()).isOne();
		assertThat(new String(this.posix.read(this.result[0], 100), StandardCharsets.UTF_8))
			.isEqualTo("failed no database\n");
		// The thread that waits ends, too.
		closeLife();
		assertThat(this.exits.statuses.take()).isOne();
	}

	@Test
	void endOfTheProcessThatStartedItEndsIt() throws Exception {
		adopt();
		closeLife();
		assertThat(this.exits.statuses.take()).isOne();
	}

	private void closeLife() {
		this.posix.close(this.life[1]);
		this.life[1] = -1;
	}

	private RehearsedProcess adopt() throws PosixException {
		return RehearsedProcess.adopt(this.posix,
				new RehearsalVariable("", this.result[1], this.life[0], Optional.empty()));
	}

	private static final class Exits {

		private final BlockingQueue<Integer> statuses = new LinkedBlockingQueue<>();

		void _exit(int status) {
			this.statuses.add(status);
		}

	}

}
