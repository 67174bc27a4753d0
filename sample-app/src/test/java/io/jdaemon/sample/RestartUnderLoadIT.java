package io.jdaemon.sample;

import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A restart loses no request: the bench counts no failure of any kind. No other test runs
 * meanwhile: a client that gets no processor for a second does not use its connection for
 * a second, and finds it closed.
 */
@Isolated
@EachJdk
class RestartUnderLoadIT {

	private static final Path SERVER = FastJar.extract(Path.of(System.getProperty("bench.server.jar")));

	@RegisterExtension
	final Workbench bench = new Workbench();

	private final Jdk jdk;

	RestartUnderLoadIT(Jdk jdk) {
		this.jdk = jdk;
	}

	@Test
	void restartLosesNoRequest() {
		assertNoRequestLost("tomcat", "exec");
	}

	@Thorough
	@ParameterizedTest
	@CsvSource({ "tomcat, handover", "jetty, exec", "jetty, handover", "netty, exec", "netty, handover" })
	void restartsOfEachKindLoseNoRequest(String server, String strategy) {
		assertNoRequestLost(server, strategy);
	}

	// Each request takes longer than an image waits for the last request of an idle
	// connection, and its client sends the next one on the same connection.
	@Thorough
	@ParameterizedTest
	@ValueSource(strings = { "tomcat", "jetty", "netty" })
	void restartLosesNoSlowRequestOfKeptAliveConnection(String server) {
		Launch.Result result = run("--server=" + server, "--new=0", "--keep-alive=8", "--path=/slow?ms=1500",
				"--restarts=1", "--answers=2");
		assertThat(result.status()).as(result.toString()).isZero();
	}

	private void assertNoRequestLost(String server, String strategy) {
		boolean handover = strategy.equals("handover");
		// The load has to last while the predecessor drains.
		int answers = handover ? 150 : 10;
		Launch.Result result = run("--server=" + server, "--strategy=" + strategy, "--restarts=1",
				"--answers=" + answers);
		assertThat(result.status()).as(result.toString()).isZero();
		assertThat(result.out()).contains("Restart 1: generation 1");
		TextFile log = new TextFile(this.bench.directory().resolve("bench-server.log"));
		assertThat(log.count("Handed over to process")).isEqualTo(handover ? 1 : 0);
		assertThat(log.count(" ERROR ")).isZero();
	}

	private Launch.Result run(String... options) {
		FastJar server = FastJar.server(SERVER, this.jdk);
		return this.bench.sample(this.jdk)
			.script(this.jdk.java() + " -jar " + System.getProperty("bench.jar") + " --server-jar=" + server.jar()
					+ " --directory=" + this.bench.directory()
					+ Stream.concat(FastJar.OPTIONS.stream(), server.options().stream())
						.map((option) -> " --jvm-option=" + option)
						.collect(Collectors.joining())
					+ " --pause=20 " + String.join(" ", options));
	}

}
