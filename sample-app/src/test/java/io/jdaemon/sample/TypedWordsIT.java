package io.jdaemon.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.ToolProvider;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an operator may mistype starts nothing, and is answered with what is right.
 */
@EachJdk
class TypedWordsIT {

	@RegisterExtension
	final Workbench bench = new Workbench();

	private final Jdk jdk;

	TypedWordsIT(Jdk jdk) {
		this.jdk = jdk;
	}

	@ParameterizedTest
	@CsvSource({ "stpo, Did you mean stop?", "--stop, Did you mean stop?", "reload, Did you mean restart?",
			"stop --force, Did you mean --jdaemon.force=true?", "status -v, It accepts settings" })
	void wordThatIsAlmostACommandStartsNothing(String words, String remedy) {
		SampleDaemon sample = sample();
		Launch.Result result = sample.command(words.split(" "));
		assertThat(result.status()).as(result.toString()).isEqualTo(2);
		assertThat(result.out()).isEmpty();
		assertThat(result.errLines()).singleElement().asString().contains(remedy);
		this.bench.assertNothingLeft(sample);
		assertThat(sample.log().text()).isEmpty();
	}

	@Test
	void helpPrintsCommandsStatusesAndSettingsAndStartsNothing() {
		SampleDaemon sample = sample().arguments("--jdaemon.stop-timeout=7");
		Launch.Result result = sample.command("--help");
		assertThat(result.status()).isZero();
		assertThat(result.err()).isEmpty();
		assertThat(result.out()).startsWith("Usage: java -jar ")
			.containsPattern("  restart +restarts ")
			.containsPattern("  124 +not ready")
			.containsPattern("  jdaemon.stop-timeout +7s +\\(\"jdaemon.stop-timeout\" from .*\\)")
			.containsPattern("  jdaemon.pid-file +sample-app.pid +\\(default\\)");
		this.bench.assertNothingLeft(sample);
		Launch.Result wrong = sample.arguments("--jdaemon.mode=x").command("help");
		assertThat(wrong.status()).isZero();
		assertThat(wrong.out()).startsWith("Usage: ").contains("jdaemon.mode").contains("Use one of auto,");
	}

	@Test
	void wordOfTheApplicationReachesIt() {
		SampleDaemon sample = sample();
		assertThat(sample.command("import", "orders.csv").out()).startsWith("Started sample-app ");
		assertThat(sample.daemon().commandLine()).contains("import", "orders.csv");
		sample.command("stop").assertPrinted(0, "Stopped sample-app .*");
		this.bench.assertNothingLeft(sample);
	}

	@Test
	void unknownPropertyIsReportedOnTheTerminalAndInTheLog() {
		SampleDaemon sample = sample().environment("JDAEMON_STOP_TIMEOUTS", "3")
			.arguments("--jdaemon.pid-fil=other.pid");
		Launch.Result start = sample.start();
		assertThat(start.status()).as(start.toString()).isZero();
		Launch.Result status = sample.command("status");
		assertThat(status.out()).startsWith("sample-app is running ");
		for (Launch.Result result : new Launch.Result[] { start, status }) {
			assertThat(result.errLines()).hasSize(2)
				.anyMatch((line) -> line.matches("Warning: The property jdaemon.pid-fil \\(set in .*\\) is unknown "
						+ "and is ignored\\. Did you mean jdaemon\\.pid-file\\?"))
				.anyMatch((line) -> line
					.matches("Warning: .*JDAEMON_STOP_TIMEOUTS.*Did you mean jdaemon\\.stop-timeout\\?"));
		}
		assertThat(sample.log().text()).containsOnlyOnce("jdaemon.pid-fil ").contains("WARN");
		assertThat(sample.command("stop", "--jdaemon.quiet=true")).isEqualTo(new Launch.Result(0, "", ""));
		this.bench.assertNothingLeft(sample);
	}

	@Test
	void commandIsACommandAlsoWithDevTools() throws IOException {
		SampleDaemon sample = sample();
		sample.started();
		SampleDaemon withDevTools = sample().options("-Xbootclasspath/a:" + devTools(), "-Xlog:disable");
		withDevTools.command("status").assertStatus("sample-app is running .*");
		assertThat(withDevTools.command("stpo").status()).isEqualTo(2);
		withDevTools.command("stop").assertPrinted(0, "Stopped sample-app .*");
		this.bench.assertNothingLeft(sample);
	}

	// The class by which jdaemon recognizes DevTools
	private Path devTools() throws IOException {
		Path directory = Files.createDirectories(this.bench.directory().resolve("devtools"));
		Path source = Files.writeString(directory.resolve("Restarter.java"),
				"package org.springframework.boot.devtools.restart; public class Restarter { }");
		int status = ToolProvider.getSystemJavaCompiler()
			.run(null, null, null, "--release", "17", "-d", directory.toString(), source.toString());
		assertThat(status).isZero();
		return directory;
	}

	private SampleDaemon sample() {
		return this.bench.sample(this.jdk).tiny();
	}

}
