package io.jdaemon.bench.daemon;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * All commands but the plain one have the same settings, so that a cache fits the start.
 */
class DaemonSettingsTests {

	private static final DaemonSettings WARM = settings(Strategy.HANDOVER, true);

	@Test
	void trainingDiffersFromStartInTheCommandOnly() {
		List<String> train = WARM.trainCommand(8080);
		List<String> start = WARM.command(8080);
		assertThat(train).contains("train", "--jdaemon.warm-start=on", "--jdaemon.restart.strategy=handover", "-Xmx64m",
				"--a=b");
		assertThat(start).contains("start");
		assertThat(train.stream().filter((word) -> !word.equals("train")))
			.containsExactlyElementsOf(start.stream().filter((word) -> !word.equals("start")).toList());
	}

	@Test
	void coldDaemonHasNoCache() {
		assertThat(settings(Strategy.EXEC, false).command(8080)).noneMatch((word) -> word.contains("warm"));
	}

	@Test
	void plainStartHasNothingOfJdaemon() {
		assertThat(WARM.foregroundCommand(Path.of("/x.jar"), 8080)).containsExactly("/java", "-Xmx64m", "-jar",
				"/x.jar", "--jdaemon.mode=off", "--server.port=8080", "--bench.server=tomcat", "--bench.stack=servlet",
				"--a=b");
	}

	private static DaemonSettings settings(Strategy strategy, boolean warm) {
		return new DaemonSettings(WebServer.TOMCAT, WebStack.SERVLET, strategy, warm, Path.of("/java"),
				Path.of("/bench.jar"), List.of("-Xmx64m"), List.of("--a=b"));
	}

}
