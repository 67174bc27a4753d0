package io.jdaemon.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How a command is given, and which settings it refuses.
 */
@EachJdk
class CommandSettingsIT {

	@RegisterExtension
	final Workbench bench = new Workbench();

	private final Jdk jdk;

	CommandSettingsIT(Jdk jdk) {
		this.jdk = jdk;
	}

	@Test
	void commandIsAProperty() {
		SampleDaemon sample = sample();
		assertThat(sample.begin().result().status()).isZero();
		sample().arguments("--jdaemon.command=status").start().assertStatus("sample-app is running .*");
		sample().arguments("--jdaemon.command=status").command("stop").assertPrinted(0, "Stopped sample-app .*");
		this.bench.assertNothingLeft(sample);
	}

	@Test
	void firstArgumentIsTheApplicationsWhenCommandsAreOff() {
		SampleDaemon sample = sample().arguments("--jdaemon.positional-commands=false");
		Launch.Result result = sample.command("status");
		assertThat(result.out()).startsWith("Started sample-app ");
		assertThat(sample.daemon().commandLine()).contains("status");
		assertThat(sample.command("--jdaemon.command=stop").status()).isZero();
	}

	@Test
	void startDetachesWhateverTheMode() {
		SampleDaemon sample = sample().arguments("--jdaemon.mode=off");
		assertThat(sample.command("start").out()).startsWith("Started sample-app ");
		sample.command("stop").assertPrinted(0, "Stopped sample-app .*");
		this.bench.assertNothingLeft(sample);
	}

	@ParameterizedTest
	@ValueSource(strings = { "--jdaemon.signals.FOO=stop", "--jdaemon.mode=sometimes", "--jdaemon.force=perhaps",
			"--jdaemon.output=xml", "--jdaemon.command=dance", "--jdaemon.pid-file=" })
	void commandWithWrongSettingIsRefusedInOneLine(String setting) {
		// In the foreground, where a start would use no launcher
		SampleDaemon sample = sample().environment("SUPERVISOR_ENABLED", "1").arguments(setting);
		for (Launch.Result result : List.of(sample.command("status"), sample.command("--jdaemon.command=status"))) {
			assertThat(result.status()).as(result.toString()).isEqualTo(2);
			assertThat(result.out()).isEmpty();
			assertThat(result.errLines()).singleElement().asString().contains(setting.split("[-=]")[2]);
		}
	}

	private SampleDaemon sample() {
		return this.bench.sample(this.jdk).tiny();
	}

	@Test
	void commandsFindTheInstanceIfTheConfigurationIsBroken() throws IOException {
		SampleDaemon sample = this.bench.sample(this.jdk).tiny().options("-Dtiny.reads-configuration=true");
		ProcFs daemon = sample.started();
		String running = "sample-app (pid " + daemon.pid() + ") was not restarted and keeps running: ";
		for (String broken : List.of("a: [b", "spring.config.import: gone.properties", "jdaemon.stop-timeout: soon")) {
			Files.writeString(sample.directory().resolve("application.yml"), broken);
			Launch.Result status = sample.command("status");
			assertThat(status.out()).as(status.toString()).startsWith("sample-app is running (pid " + daemon.pid());
			assertThat(status.status()).isZero();
			assertThat(status.errLines()).singleElement()
				.asString()
				.startsWith("Warning: the settings are those that the running instance publishes. The ");
			Launch.Result restart = sample.command("restart");
			assertThat(restart.status()).as(restart.toString()).isEqualTo(1);
			assertThat(restart.errLines()).singleElement().asString().startsWith(running + "The ");
			Launch.Result help = sample.command("help");
			assertThat(help.status()).isZero();
			assertThat(help.out()).startsWith("Usage: ")
				.containsPattern("\nThe settings cannot be printed\\. The (configuration|property) ")
				.doesNotContain("Settings in effect");
		}
		assertThat(sample.command("reopen").status()).isZero();
		assertThat(sample.command("stop").status()).isZero();
		this.bench.assertNothingLeft(sample);
		assertThat(sample.command("status").status()).isEqualTo(2);
		Files.writeString(sample.directory().resolve("application.yml"), "a: [b");
		for (String command : List.of("rehearse", "train")) {
			Launch.Result refused = sample.command(command);
			assertThat(refused.status()).as(refused.toString()).isEqualTo(2);
			assertThat(refused.out()).isEmpty();
			assertThat(refused.errLines()).singleElement()
				.asString()
				.startsWith("The configuration cannot be read, so this version would not start: while parsing a flow ");
		}
	}

}
