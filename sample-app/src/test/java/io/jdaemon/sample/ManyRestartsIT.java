package io.jdaemon.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many restarts in a row leave the process as it was. In a thorough run this takes
 * longest and therefore starts first.
 */
@EachJdk
@Order(1)
class ManyRestartsIT {

	private static final int LATE = Integer.getInteger("jdaemon.restarts", 20);

	private static final int EARLY = LATE / 10;

	@RegisterExtension
	final Workbench bench = new Workbench();

	private final Jdk jdk;

	ManyRestartsIT(Jdk jdk) {
		this.jdk = jdk;
	}

	@Test
	void manyRestartsLeakNothing() throws IOException, InterruptedException {
		Path temporary = Files.createDirectory(this.bench.directory().resolve("tmp"));
		SampleDaemon sample = this.bench.sample(this.jdk)
			.tiny()
			.options(Possessions.CONSTANT_THREADS, "-Djava.io.tmpdir=" + temporary);
		ProcFs daemon = sample.started();
		try (PidFileReader reader = new PidFileReader(sample.pidFile())) {
			restart(sample, daemon, 1, EARLY);
			Possessions early = Possessions.of(daemon, temporary);
			restart(sample, daemon, EARLY + 1, LATE);
			assertThat(Possessions.of(daemon, temporary)).isEqualTo(early);
			reader.assertAlwaysNamed(daemon);
		}
		assertThat(daemon.environment())
			.anyMatch((variable) -> variable.matches("_JDAEMON=.* generation=" + LATE + " .*"));
		assertThat(sample.log().count("Restarting, requested by SIGUSR1")).isEqualTo(LATE);
		assertThat(this.bench.processes()).containsExactly(daemon);
	}

	private void restart(SampleDaemon sample, ProcFs daemon, int from, int to) {
		for (int generation = from; generation <= to; generation++) {
			assertThat(Signal.USR1.send(daemon.pid())).isTrue();
			sample.awaitGeneration(generation);
		}
	}

}
