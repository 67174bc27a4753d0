package io.jdaemon.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static io.jdaemon.sample.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A command that a test has typed and that may still run.
 *
 * @param process its process
 * @param out the file with its output
 * @param err the file with its error output
 */
public record Launch(Process process, Path out, Path err) {

	/**
	 * Wait for the end of the command.
	 * @return how it ended
	 */
	public Result result() {
		try {
			assertThat(this.process.waitFor(Waiting.PATIENCE.toSeconds(), TimeUnit.SECONDS)).as("launcher returns")
				.isTrue();
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
	 * Wait until the command has printed some words.
	 * @param words the words
	 */
	public void awaitOutput(String words) {
		new TextFile(this.out).await(words);
	}

	/**
	 * Wait for the process that the launcher spawns.
	 * @return the daemon, which is still starting
	 */
	ProcFs daemon() {
		return patiently().pollInterval(Duration.ofMillis(2)).until(() -> {
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
	public record Result(int status, String out, String err) {

		static Result printed(int status, String line) {
			return new Result(status, line + "\n", "");
		}

		static Result failed(int status, String line) {
			return new Result(status, "", line + "\n");
		}

		/**
		 * Check the status and the only line, which is on standard output.
		 * @param status the status
		 * @param line a pattern for the line
		 */
		public void assertPrinted(int status, String line) {
			assertThat(this.err).isEmpty();
			assertThat(this.out).matches(line + "\n");
			assertThat(this.status).isEqualTo(status);
		}

		/**
		 * Assert that the command status has found the instance.
		 * @param line a regular expression for the first line; the others are details
		 */
		void assertStatus(String line) {
			assertThat(this.err).isEmpty();
			assertThat(this.out.lines().findFirst()).hasValueSatisfying((first) -> assertThat(first).matches(line));
			assertThat(this.status).isZero();
		}

		/**
		 * This result without the processes of other tests, which run the same jar.
		 * @return the result
		 */
		Result alone() {
			String others = "; process \\d+ runs the same jar [^;\n]*";
			return new Result(this.status, this.out.replaceAll(others, ""), this.err.replaceAll(others, ""));
		}

		List<String> errLines() {
			return this.err.lines().filter((line) -> !line.isBlank()).toList();
		}

	}

}
