package io.jdaemon.neighbours;

import java.io.UncheckedIOException;

import io.jdaemon.sample.LoadClient;
import io.jdaemon.sample.ProcFs;
import io.jdaemon.sample.Response;
import io.jdaemon.sample.SampleDaemon;
import io.jdaemon.sample.Workbench;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.jdaemon.sample.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Beside Spring Cloud, whose endpoint {@code restart} responds in place of jdaemon's and
 * creates the context anew in the same image; jdaemon's command restarts as ever.
 */
class CloudIT {

	@RegisterExtension
	final Workbench bench = new Workbench();

	@Test
	void endpointIsThatOfSpringCloudAndCommandIsThatOfJdaemon() {
		SampleDaemon cloud = Application.CLOUD.on(this.bench);
		ProcFs daemon = cloud.started();
		long context = cloud.process().number("context");
		assertThat(cloud.request("GET", "/actuator/restart").status()).isEqualTo(405);
		Response restart = cloud.request("POST", "/actuator/restart");
		assertThat(restart.body()).isEqualTo("{\"message\":\"Restarting\"}");
		patiently().ignoreException(UncheckedIOException.class).until(() -> served(cloud) > context);
		assertThat(cloud.generation()).isZero();
		assertThat(cloud.daemon()).isEqualTo(daemon);

		try (LoadClient load = new LoadClient(cloud.port())) {
			Application.succeed(cloud.command("restart"));
			assertThat(cloud.generation()).isEqualTo(1);
			assertThat(cloud.daemon()).isEqualTo(daemon);
			Application.handOver(cloud);
			assertThat(cloud.generation()).isEqualTo(2);
			load.awaitResponses();
			load.finish();
			assertThat(load.refused()).isEmpty();
			assertThat(load.lost()).isEmpty();
		}
		Application.stop(cloud, this.bench);
	}

	@Test
	void endpointIsThatOfJdaemonWhereSpringCloudsIsExcluded() {
		SampleDaemon cloud = Application.CLOUD.on(this.bench)
			.arguments("--spring.autoconfigure.exclude="
					+ "org.springframework.cloud.autoconfigure.RefreshEndpointAutoConfiguration");
		ProcFs daemon = cloud.started();
		assertThat(cloud.request("GET", "/actuator/restart").body()).contains("\"pid\":" + daemon.pid());
		assertThat(cloud.request("POST", "/actuator/restart").body()).contains("\"strategy\":\"exec\"");
		cloud.awaitGeneration(1);
		assertThat(cloud.daemon()).isEqualTo(daemon);
		Application.stop(cloud, this.bench);
	}

	private static long served(SampleDaemon cloud) {
		Response response = cloud.process();
		return (response.status() == 200) ? response.number("context") : 0;
	}

}
