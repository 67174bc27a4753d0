package io.jdaemon.sample;

import java.nio.file.Path;
import java.util.stream.Collectors;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A restart loses no request: the bench counts no failure of any kind. It has the machine
 * to itself: a client that gets no processor for a second does not use its connection for
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

	// Each server once: what they do is the same for both strategies.
	@ParameterizedTest
	@CsvSource({ "tomcat, handover", "jetty, exec", "netty, exec" })
	void restartLosesNoRequest(String server, String strategy) {
		Launch.Result result = run("--server=" + server, "--strategy=" + strategy, "--restarts=1");
		assertThat(result.status()).as(result.toString()).isZero();
		assertThat(result.out()).contains("Restart 1: generation 1");
	}

	private Launch.Result run(String... options) {
		return this.bench.sample(this.jdk)
			.script(this.jdk.java() + " -jar " + System.getProperty("bench.jar") + " --server-jar=" + SERVER
					+ " --directory=" + this.bench.directory()
					+ FastJar.OPTIONS.stream().map((option) -> " --jvm-option=" + option).collect(Collectors.joining())
					+ " --answers=10 --pause=20 " + String.join(" ", options));
	}

}
