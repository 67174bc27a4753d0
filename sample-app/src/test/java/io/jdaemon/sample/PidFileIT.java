package io.jdaemon.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * One instance per PID file, and a PID file that is right at every moment.
 */
@EachJdk
class PidFileIT {

	private static final int RACERS = 20;

	@RegisterExtension
	final Workbench bench = new Workbench();

	private final Jdk jdk;

	PidFileIT(Jdk jdk) {
		this.jdk = jdk;
	}

	@Test
	void startOfManyAtOnceHasOneWinner() {
		SampleDaemon sample = this.bench.sample(this.jdk).tiny();
		List<Launch> launches = Stream.generate(sample::begin).limit(RACERS).toList();
		List<Launch.Result> results = launches.stream().map(Launch::result).toList();
		assertThat(results).filteredOn((result) -> result.status() == 0)
			.singleElement()
			.satisfies((winner) -> assertThat(winner.out())
				.startsWith("Started sample-app (pid " + sample.daemon().pid() + ") "));
		assertThat(results).filteredOn((result) -> result.status() != 0).hasSize(RACERS - 1).allSatisfy((loser) -> {
			assertThat(loser.status()).isEqualTo(75);
			assertThat(loser.out()).isEmpty();
			assertThat(loser.errLines()).singleElement()
				.asString()
				.matches("sample-app is (already running \\(pid " + sample.daemon().pid()
						+ ", |being started or stopped by another process \\()?pid file .*");
		});
		assertThat(this.bench.processes()).containsExactly(sample.daemon());
		// The losers have changed nothing: the winner still holds the file.
		Launch.Result late = sample.start();
		assertThat(late.status()).isEqualTo(75);
		assertThat(late.err()).startsWith("sample-app is already running (pid " + sample.daemon().pid() + ", ");
	}

	@Test
	void startOverStaleFileLeavesInnocentAlone() throws IOException {
		SampleDaemon sample = this.bench.sample(this.jdk).tiny();
		Process innocent = this.bench.process("sleep", "600");
		Files.writeString(sample.pidFile(), innocent.pid() + "\n");
		ProcFs daemon = sample.started();
		assertThat(daemon.pid()).isNotEqualTo(innocent.pid());
		Signal.USR1.send(daemon.pid());
		sample.awaitGeneration(1);
		assertThat(sample.daemon()).isEqualTo(daemon);
		Signal.TERM.send(daemon.pid());
		sample.awaitGone(daemon);
		assertThat(innocent.isAlive()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "garbage\n", "-1\n", "999999999\n" })
	void startOverGarbageWorks(String content) throws IOException {
		SampleDaemon sample = this.bench.sample(this.jdk).tiny();
		Files.writeString(sample.pidFile(), content);
		assertThat(sample.started().alive()).isTrue();
	}

	@Thorough
	@Test
	void startOnFullDiskIsRefusedBeforeAnythingStarts() {
		assumeThat(ProcessHandle.current().info().user()).as("the user who may mount").contains("root");
		SampleDaemon sample = this.bench.sample(this.jdk)
			.tiny()
			.arguments("--jdaemon.pid-file=full/sample-app.pid")
			.shell("exec unshare --mount sh -c 'mkdir full; mount -t tmpfs -o size=16k tmpfs full;"
					+ " head -c 16k /dev/zero >full/data; \"$@\"; status=$?; ls -A full; exit $status' sh \"$@\"");
		Launch.Result result = sample.start();
		assertThat(result.status()).isEqualTo(73);
		assertThat(result.err()).contains("cannot be created: No space left on device.");
		assertThat(result.out()).isEqualTo("data\n");
		assertThat(sample.log().path()).doesNotExist();
	}

	@Test
	void fileIsWholeAndLockedAtEveryMoment() throws InterruptedException {
		SampleDaemon sample = this.bench.sample(this.jdk).tiny();
		try (PidFileReader reader = new PidFileReader(sample.pidFile())) {
			ProcFs daemon = sample.started();
			for (int generation = 1; generation <= 2; generation++) {
				Signal.USR1.send(daemon.pid());
				sample.awaitGeneration(generation);
			}
			reader.mayEnd();
			Signal.TERM.send(daemon.pid());
			sample.awaitGone(daemon);
			reader.assertAlwaysNamed(daemon);
		}
	}

}
