package io.jdaemon.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A command that a test has typed, and that may still run.
 *
 * @param process its process
 * @param out the file with its output
 * @param err the file with its error output
 */
record Launch(Process process, Path out, Path err) {

	private static final Duration PATIENCE = Duration.ofMinutes(2);

	/**
	 * Wait for the end of the command.
	 * @return how it ended
	 */
	Result result() {
		try {
			assertThat(this.process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as("launcher returns").isTrue();
			return new Result(this.process.exitValue(), Files.readString(this.out), Files.readString(this.err));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	long pid() {
		return this.process.pid();
	}

	/**
	 * Wait for the process that a launcher has spawned.
	 * @return the daemon, which is still starting
	 */
	ProcFs daemon() {
		return await().atMost(PATIENCE).pollInterval(Duration.ofMillis(2)).pollDelay(Duration.ZERO).until(() -> {
			return this.process.children()
				.map((child) -> new ProcFs(child.pid()))
				.filter((
						child) -> child.environment().stream().anyMatch((variable) -> variable.startsWith("_JDAEMON=")))
				.findFirst()
				.orElse(null);
		}, (daemon) -> daemon != null);
	}

	/**
	 * How a command ended.
	 *
	 * @param status its exit status
	 * @param out its output
	 * @param err its error output
	 */
	record Result(int status, String out, String err) {

	}

}
