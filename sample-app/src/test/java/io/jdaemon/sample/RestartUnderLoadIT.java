package io.jdaemon.sample;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A restart loses no request: the bench counts no failure of any kind.
 */
@EachJdk
class RestartUnderLoadIT {

	@RegisterExtension
	final Workbench bench = new Workbench();

	private final Jdk jdk;

	RestartUnderLoadIT(Jdk jdk) {
		this.jdk = jdk;
	}

	@ParameterizedTest
	@ValueSource(strings = { "tomcat", "jetty", "netty" })
	void restartByExecLosesNoRequest(String server) {
		Launch.Result result = run("--server=" + server, "--strategy=exec", "--restarts=1");
		assertThat(result.status()).as(result.toString()).isZero();
		assertThat(result.out()).contains("Restart 1: generation 1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "tomcat", "jetty", "netty" })
	void handoverLosesNoRequest(String server) {
		Launch.Result result = run("--server=" + server, "--strategy=handover", "--restarts=1");
		assertThat(result.status()).as(result.toString()).isZero();
		assertThat(result.out()).contains("Restart 1: generation 1");
	}

	private Launch.Result run(String... options) {
		return this.bench.instance(this.jdk)
			.script(this.jdk.java() + " -jar " + System.getProperty("bench.jar") + " --server-jar="
					+ System.getProperty("bench.server.jar") + " --directory=" + this.bench.directory()
					+ " --answers=10 --pause=20 " + String.join(" ", options));
	}

}
