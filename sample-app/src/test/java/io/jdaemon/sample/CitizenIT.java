package io.jdaemon.sample;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The daemon fits in with Spring Boot and with the JDK.
 */
@EachJdk
class CitizenIT {

	private static final int NATIVE_ACCESS_WARNS = 24;

	@RegisterExtension
	final Workbench bench = new Workbench();

	private final Jdk jdk;

	CitizenIT(Jdk jdk) {
		this.jdk = jdk;
	}

	@Thorough
	@Test
	void aotProcessedApplicationIsDaemonWithEndpoint() {
		SampleDaemon sample = this.bench.sample(this.jdk).jar(SampleJar.path()).options("-Dspring.aot.enabled=true");
		Launch.Result result = sample.start();
		assertThat(result.err()).isEmpty();
		assertThat(result.status()).isZero();
		assertThat(sample.log().text()).contains("Starting AOT-processed SampleApplication").doesNotContain("WARN");
		assertThat(sample.request("GET", "/actuator/restart").body()).contains("\"mode\":\"daemon\"");
		assertThat(sample.request("POST", "/actuator/restart").status()).isEqualTo(200);
		sample.awaitGeneration(1);
		assertThat(sample.process().number("pid")).isEqualTo(sample.daemon().pid());
	}

	@Test
	void daemonIsSilentAboutNativeAccessThatManifestLacks() {
		Path jar = FastJar.tiny(this.jdk).copy(this.bench.directory());
		SampleJar.manifest(jar, "Enable-Native-Access: .*\n", "");
		SampleDaemon sample = this.bench.sample(this.jdk).tiny().jar(jar);
		ProcFs daemon = sample.started();
		List<String> expected = new ArrayList<>(sample.commandLine());
		if (this.jdk.feature() >= NATIVE_ACCESS_WARNS) {
			expected.add(1, "--enable-native-access=ALL-UNNAMED");
		}
		expected.add("");
		assertThat(daemon.commandLine()).isEqualTo(expected);
		Signal.USR1.send(daemon.pid());
		sample.awaitGeneration(1);
		assertThat(daemon.commandLine()).isEqualTo(expected);
		assertThat(sample.log().text()).doesNotContain("WARN").doesNotContainIgnoringCase("native access");
		sample.command("status").assertStatus("sample-app is running .*");
		sample.command("stop").assertPrinted(0, "Stopped sample-app .*");
	}

	@Test
	void foregroundLogsItsReason() {
		SampleDaemon sample = this.bench.sample(this.jdk).tiny().environment("SUPERVISOR_ENABLED", "1");
		Launch launch = sample.begin();
		launch.awaitOutput(SampleDaemon.READY);
		assertThat(this.bench.processes()).containsExactly(new ProcFs(launch.pid()));
		Signal.TERM.send(launch.pid());
		Launch.Result result = launch.result();
		assertThat(result.status()).isZero();
		assertThat(result.out()).containsOnlyOnce("Staying in the foreground (SUPERVISORD): supervisord supervises it");
	}

}
