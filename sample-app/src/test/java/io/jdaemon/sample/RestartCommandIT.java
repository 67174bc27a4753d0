package io.jdaemon.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.jdaemon.sample.Launch.Result.failed;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The command restart when the restart fails, is refused or has no output to show.
 */
@EachJdk
class RestartCommandIT {

	@RegisterExtension
	final Workbench bench = new Workbench();

	private final Jdk jdk;

	RestartCommandIT(Jdk jdk) {
		this.jdk = jdk;
	}

	@ParameterizedTest
	@CsvSource({ "sample-app.log, throws, The bean fails on purpose",
			"/dev/null, throws-when-ready, The listener fails on purpose" })
	void restartWhenNewImageFailsPrintsItsOutput(String output, String fault, String words) throws IOException {
		SampleDaemon sample = sample().arguments("--jdaemon.out=" + output, "--jdaemon.err=" + output);
		assertThat(sample.command("start").status()).isZero();
		ProcFs daemon = sample.daemon();
		Files.writeString(sample.directory().resolve("fault.properties"),
				"fault.threads=true\nfault." + fault + "=true\n");
		Launch.Result result = sample.command("restart");
		assertThat(result.status()).as(result.toString()).isEqualTo(1);
		assertThat(result.out()).isEmpty();
		assertThat(result.err()).contains(words)
			.endsWith("sample-app failed to restart: it ended before it was ready (pid " + daemon.pid() + ", output "
					+ output + ")\n");
		this.bench.assertNothingLeft(sample);
	}

	@Test
	void restartWhenNewImageRunsOnceSaysSo() throws IOException {
		SampleDaemon sample = sample();
		ProcFs daemon = sample.started();
		Files.writeString(sample.directory().resolve("fault.properties"), "fault.closes=true\n");
		sample.command("restart")
			.assertPrinted(0,
					"Restarted sample-app \\(pid " + daemon.pid() + ", restart 1\\) in .* s; it ran and ended");
		this.bench.assertNothingLeft(sample);
	}

	@Test
	void restartWhenOutputIsDiscardedLeaksNothing() {
		SampleDaemon sample = sample().arguments("--jdaemon.out=/dev/null", "--jdaemon.err=/dev/null");
		assertThat(sample.command("start").status()).isZero();
		assertThat(sample.command("restart").status()).isZero();
		ProcFs daemon = sample.daemon();
		Possessions before = Possessions.of(daemon, this.bench.directory());
		assertThat(daemon.descriptors()).containsEntry(1, "/dev/null").containsEntry(2, "/dev/null");
		for (int i = 0; i < 2; i++) {
			assertThat(sample.command("restart").status()).isZero();
		}
		assertThat(daemon.descriptors()).containsEntry(1, "/dev/null").containsEntry(2, "/dev/null");
		assertThat(Possessions.of(daemon, this.bench.directory()).descriptors()).isEqualTo(before.descriptors());
		assertThat(sample.command("stop").status()).isZero();
	}

	@Test
	void restartWhenRefusedPrintsReason() throws IOException {
		Path jar = FastJar.tiny(this.jdk).copy(this.bench.directory());
		SampleDaemon sample = sample().jar(jar);
		ProcFs daemon = sample.started();
		Files.delete(jar);
		// With the same settings, and a jar that exists
		SampleDaemon operator = sample();
		String reason = "The jar " + jar + " is missing.";
		assertThat(operator.command("restart")).isEqualTo(
				failed(1, "sample-app (pid " + daemon.pid() + ") was not restarted and keeps running: " + reason));
		operator.command("status")
			.assertStatus("sample-app is running \\(pid " + daemon.pid()
					+ ", up .*\\), last restart refused: The jar .* is missing\\.");
		assertThat(operator.command("stop").status()).isZero();
	}

	private SampleDaemon sample() {
		return this.bench.sample(this.jdk).tiny();
	}

}
