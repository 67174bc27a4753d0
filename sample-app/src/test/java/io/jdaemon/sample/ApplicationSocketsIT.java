package io.jdaemon.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.jdaemon.sample.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A listening socket of the application's own survives a restart, by exec and by
 * handover.
 */
@EachJdk
class ApplicationSocketsIT {

	private static final String DRAINED = "The echo server has drained: true";

	@RegisterExtension
	final Workbench bench = new Workbench();

	private final Jdk jdk;

	ApplicationSocketsIT(Jdk jdk) {
		this.jdk = jdk;
	}

	@Test
	void noConnectionIsRefusedOrLostOverExecAndHandover() throws IOException {
		int port = SampleClient.fixedPort();
		SampleDaemon sample = this.bench.sample(this.jdk)
			.tiny()
			.arguments("--fault.echoes=true", "--fault.port=" + port);
		ProcFs daemon = sample.started();
		try (EchoClient client = new EchoClient(port)) {
			client.awaitEchoes();
			assertThat(sample.command("restart").status()).isZero();
			assertThat(sample.log().count(DRAINED)).isOne();
			client.awaitEchoes();
			assertThat(sample.command("restart", "--jdaemon.restart.strategy=handover").status()).isZero();
			sample.log().await(DRAINED, 2);
			patiently().until(() -> !daemon.alive());
			client.awaitEchoes();
			client.finish();
			assertThat(client.refused()).isEmpty();
			assertThat(client.lost()).isEmpty();
		}
		assertThat(sample.command("stop").status()).isZero();
		assertThat(sample.log().count(DRAINED)).isEqualTo(3);
		assertThat(sample.log().text()).doesNotContain("An echo has failed", "Not kept");
		assertThat(SampleClient.free(port)).isTrue();
		this.bench.assertNothingLeft(sample);
	}

	@Test
	void restartsLeaveNoDescriptorOpen() throws IOException {
		Path temporary = Files.createDirectory(this.bench.directory().resolve("tmp"));
		SampleDaemon sample = this.bench.sample(this.jdk)
			.tiny()
			.options(Possessions.CONSTANT_THREADS, "-Djava.io.tmpdir=" + temporary)
			.arguments("--fault.echoes=true", "--fault.port=" + SampleClient.fixedPort());
		ProcFs daemon = sample.started();
		restart(sample, daemon, 1);
		Possessions early = Possessions.of(daemon, temporary);
		for (int generation = 2; generation <= 5; generation++) {
			restart(sample, daemon, generation);
		}
		assertThat(Possessions.of(daemon, temporary)).isEqualTo(early);
	}

	private static void restart(SampleDaemon sample, ProcFs daemon, int generation) {
		assertThat(Signal.USR1.send(daemon.pid())).isTrue();
		sample.awaitGeneration(generation);
	}

}
