package io.jdaemon.sample;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.jdaemon.sample.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Event streams and WebSockets end in order before a restart and a stop, which do not
 * wait for them, and their clients get to the next image.
 */
@EachJdk
class LongLivedConnectionsIT {

	private static final int GOING_AWAY = 1001;

	private static final Pattern ENDED = Pattern.compile("A stream has ended after events: (\\d+)");

	@RegisterExtension
	final Workbench bench = new Workbench();

	private final Jdk jdk;

	LongLivedConnectionsIT(Jdk jdk) {
		this.jdk = jdk;
	}

	@Test
	void streamsEndInOrderByExecByHandoverAndByStop() {
		// Longer than the test waits for anything
		SampleDaemon sample = this.bench.sample(this.jdk)
			.jar(SampleJar.faulty(this.bench.directory().resolve("streams.jar")))
			.arguments("--fault.streams=true", "--jdaemon.stop-timeout=20m", "--jdaemon.restart.drain-timeout=10m",
					"--spring.lifecycle.timeout-per-shutdown-phase=10m");
		ProcFs predecessor = sample.started();
		try (StreamClient client = new StreamClient(sample.port())) {
			awaitServed(client, 0);
			assertThat(sample.command("restart").status()).isZero();
			awaitServed(client, 1);
			assertThat(sample.command("restart", "--jdaemon.restart.strategy=handover").status()).isZero();
			patiently().until(() -> !predecessor.alive());
			awaitServed(client, 2);
			assertThat(client.failures()).isEmpty();
			assertThat(sample.command("stop").status()).isZero();
			patiently().until(() -> client.events().size() > 2 && client.closeStatuses().size() > 2);
			assertThat(client.closeStatuses()).hasSize(3).containsOnly(GOING_AWAY);
			assertNoEventLost(client.events(), sent(sample));
		}
	}

	private static void awaitServed(StreamClient client, int generation) {
		patiently()
			.until(() -> client.generation().equals(String.valueOf(generation)) && client.greetings() > generation);
	}

	private static List<Integer> sent(SampleDaemon sample) {
		return ENDED.matcher(sample.log().text())
			.results()
			.map((MatchResult result) -> Integer.valueOf(result.group(1)))
			.toList();
	}

	private static void assertNoEventLost(List<Integer> received, List<Integer> sent) {
		assertThat(received).hasSameSizeAs(sent);
		for (int i = 0; i < sent.size(); i++) {
			assertThat(received.get(i)).isGreaterThanOrEqualTo(sent.get(i));
		}
	}

}
