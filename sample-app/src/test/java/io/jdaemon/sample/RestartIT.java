package io.jdaemon.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.jdaemon.sample.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A restart keeps the process, its arguments and its environment, and leaks nothing.
 */
@EachJdk
class RestartIT {

	@RegisterExtension
	final Workbench bench = new Workbench();

	private final Jdk jdk;

	RestartIT(Jdk jdk) {
		this.jdk = jdk;
	}

	@Test
	void restartKeepsProcessAndLeaksNothing() throws IOException {
		Path temporary = Files.createDirectory(this.bench.directory().resolve("tmp"));
		// The endpoint must respond before the server shuts down at once.
		SampleDaemon sample = this.bench.sample(this.jdk)
			.shell("ulimit -S -n 512; ulimit -S -c 0; exec env --block-signal=WINCH \"$@\"")
			.options(Possessions.CONSTANT_THREADS, "-Djava.io.tmpdir=" + temporary)
			.arguments("--server.shutdown=immediate");
		ProcFs daemon = sample.started();
		Identity before = Identity.of(daemon);
		assertThat(before.blocked).isNotEqualTo("0000000000000000");
		Response response = sample.request("POST", "/actuator/restart");
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.body()).isEqualTo(
				"{\"message\":\"Restarting\",\"pid\":" + daemon.pid() + ",\"generation\":0,\"strategy\":\"exec\"}");
		sample.awaitGeneration(1);
		assertThat(Identity.of(daemon)).isEqualTo(before);
		Possessions early = possessions(sample, daemon, temporary);
		for (int generation = 2; generation <= 3; generation++) {
			Signal.USR1.send(daemon.pid());
			sample.awaitGeneration(generation);
			assertThat(Identity.of(daemon)).isEqualTo(before);
		}
		patiently().untilAsserted(() -> assertThat(possessions(sample, daemon, temporary)).isEqualTo(early));
		assertThat(sample.process().number("pid")).isEqualTo(daemon.pid());
		assertThat(sample.daemon()).isEqualTo(daemon);
		// It is completed once the image that responds is ready.
		patiently().untilAsserted(
				() -> assertThat(sample.request("GET", "/actuator/restart").body()).contains("\"generation\":3")
					.contains("\"requestedBy\":{\"kind\":\"signal\",\"signal\":\"SIGUSR1\"}")
					.contains("\"outcome\":\"completed\""));
	}

	// The JVM opens some files only when they are first needed.
	private static Possessions possessions(SampleDaemon sample, ProcFs daemon, Path temporary) {
		for (int i = 0; i < 3; i++) {
			sample.process();
		}
		return Possessions.of(daemon, temporary);
	}

	@Test
	void propertiesThatWereChangedInMemoryEndWithTheImage() {
		SampleDaemon sample = this.bench.sample(this.jdk)
			.tiny()
			.arguments("--fault.plants-property=true", "--jdaemon.restart.drain-timeout=1s");
		sample.started();
		assertThat(sample.command("restart").status()).isZero();
		assertThat(sample.command("restart", "--jdaemon.restart.strategy=handover").status()).isZero();
		assertThat(sample.log().count("Planted the property planted")).isEqualTo(3);
		assertThat(sample.log().count("Found the property null and null")).isEqualTo(3);
		assertThat(sample.command("stop").status()).isZero();
	}

	@Test
	void endpointHandsOverWhenRequested() {
		SampleDaemon sample = this.bench.sample(this.jdk);
		ProcFs predecessor = sample.started();
		Response response = sample.request("POST", "/actuator/restart/handover");
		assertThat(response.body()).isEqualTo("{\"message\":\"Restarting\",\"pid\":" + predecessor.pid()
				+ ",\"generation\":0,\"strategy\":\"handover\"}");
		patiently().until(() -> !predecessor.alive());
		assertThat(sample.process().number("generation")).isOne();
		assertThat(sample.process().number("pid")).isEqualTo(sample.daemon().pid());
		assertThat(sample.request("POST", "/actuator/restart/dance").status()).isEqualTo(400);
	}

	@Test
	void restartKeepsArgumentsToTheByte() throws IOException {
		Path file = Files.writeString(this.bench.directory().resolve("options"), "-Dfrom.file=\"a b\"\n");
		String large = "x".repeat(5000);
		SampleDaemon sample = this.bench.sample(this.jdk)
			.tiny()
			.options("@" + file)
			.arguments("", "  ", "--large=" + large, "two\nlines", "")
			.environment("JAVA_TOOL_OPTIONS", "-Dfrom.tools=once")
			.environment("EMPTY", "")
			.environment("LARGE", "y".repeat(100_000))
			.shell("exec env \"$(printf 'WILD=\\377\\376')\" \"$@\" \"$(printf 'wild=\\377\\376')\"");
		ProcFs daemon = sample.started();
		String expected = String.join("\0", sample.commandLine()) + "\0wild=\377\376\0";
		assertThat(daemon.text("cmdline")).isEqualTo(expected);
		Identity before = Identity.of(daemon);
		assertThat(before.environment).contains("WILD=\377\376", "EMPTY=", "LARGE=" + "y".repeat(100_000),
				"JAVA_TOOL_OPTIONS=-Dfrom.tools=once");
		Signal.USR1.send(daemon.pid());
		sample.awaitGeneration(1);
		Signal.USR1.send(daemon.pid());
		sample.awaitGeneration(2);
		assertThat(daemon.text("cmdline")).isEqualTo(expected);
		assertThat(Identity.of(daemon)).isEqualTo(before);
		// Each image picks the variable up once.
		assertThat(sample.log().count("Picked up JAVA_TOOL_OPTIONS: -Dfrom.tools=once")).isEqualTo(3);
	}

	/** What a restart must not change. */
	record Identity(long session, long processGroup, long parent, String startTime, String commandLine,
			List<String> environment, String workingDirectory, String executable, String limits, String blocked,
			String ignored) {

		static Identity of(ProcFs process) {
			return new Identity(process.session(), process.processGroup(), process.parent(), process.startTime(),
					process.text("cmdline"),
					process.environment().stream().filter((variable) -> !variable.startsWith("_JDAEMON=")).toList(),
					process.link("cwd"), process.link("exe"), process.text("limits"), process.status("SigBlk"),
					process.status("SigIgn"));
		}

	}

}
