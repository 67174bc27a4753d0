package io.jdaemon.sample;

import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A restart loses no request: the bench counts no failure of any kind. No other test runs
 * meanwhile: a client that gets no processor for a second does not use its connection for
 * a second, and finds it closed. The JDKs take turns with the servers.
 */
@Isolated
class RestartUnderLoadIT {

	private static final Path SERVER = FastJar.extract(Path.of(System.getProperty("bench.server.jar")));

	@RegisterExtension
	final Workbench bench = new Workbench();

	@ParameterizedTest(name = "JDK {0}")
	@MethodSource("io.jdaemon.sample.Jdk#tested")
	void restartLosesNoRequest(Jdk jdk) {
		assertNoRequestLost(jdk, "tomcat", "exec");
	}

	@Thorough
	@ParameterizedTest
	@CsvSource({ "0, tomcat, handover", "1, jetty, exec", "0, jetty, handover", "0, netty, exec",
			"1, netty, handover" })
	void restartsOfEachKindLoseNoRequest(int turn, String server, String strategy) {
		assertNoRequestLost(Jdk.inTurn(turn), server, strategy);
	}

	// Each request takes longer than an image waits for the last request of an idle
	// connection, and its client sends the next one on the same connection.
	@Thorough
	@ParameterizedTest
	@CsvSource({ "1, tomcat", "0, jetty", "1, netty" })
	void restartLosesNoSlowRequestOfKeptAliveConnection(int turn, String server) {
		Launch.Result result = run(Jdk.inTurn(turn), "--server=" + server, "--new=0", "--keep-alive=8",
				"--path=/slow?ms=1500", "--restarts=1", "--answers=2");
		assertThat(result.status()).as(result.toString()).isZero();
	}

	private void assertNoRequestLost(Jdk jdk, String server, String strategy) {
		boolean handover = strategy.equals("handover");
		// The load has to last while the predecessor drains.
		int answers = handover ? 150 : 10;
		Launch.Result result = run(jdk, "--server=" + server, "--strategy=" + strategy, "--restarts=1",
				"--answers=" + answers);
		assertThat(result.status()).as(result.toString()).isZero();
		assertThat(result.out()).contains("Restart 1: generation 1");
		TextFile log = new TextFile(this.bench.directory().resolve("bench-server.log"));
		assertThat(log.count("Handed over to process")).isEqualTo(handover ? 1 : 0);
		assertThat(log.count(" ERROR ")).isZero();
	}

	private Launch.Result run(Jdk jdk, String... options) {
		FastJar server = FastJar.server(SERVER, jdk);
		return this.bench.sample(jdk)
			.script(jdk.java() + " -jar " + System.getProperty("bench.jar") + " --server-jar=" + server.jar()
					+ " --directory=" + this.bench.directory()
					+ Stream.concat(FastJar.OPTIONS.stream(), server.options().stream())
						.map((option) -> " --jvm-option=" + option)
						.collect(Collectors.joining())
					+ " --pause=20 " + String.join(" ", options));
	}

}
