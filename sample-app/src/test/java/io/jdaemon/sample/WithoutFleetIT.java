package io.jdaemon.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that belongs to no fleet loads no class of fleets: not when it starts,
 * restarts and stops, and not in its launcher.
 */
@EachJdk
class WithoutFleetIT {

	private static final String FLEET = "(?i).*io\\.jdaemon\\.\\S*(fleet|RestartPermit).*";

	// The properties of the starter are all bound by one type.
	private static final String PROPERTIES = ".*binding\\.JdaemonProperties\\$Fleet .*";

	@RegisterExtension
	final Workbench bench = new Workbench();

	private final Jdk jdk;

	WithoutFleetIT(Jdk jdk) {
		this.jdk = jdk;
	}

	@Test
	void noClassOfFleetsIsLoaded() throws IOException {
		SampleDaemon sample = this.bench.sample(this.jdk).options("-Xlog:class+load:file=classes-%p.log");
		ProcFs daemon = sample.started();
		Signal.USR1.send(daemon.pid());
		sample.awaitGeneration(1);
		Signal.TERM.send(daemon.pid());
		sample.awaitGone(daemon);
		List<String> loaded = loaded();
		assertThat(loaded).anyMatch((line) -> line.contains("io.jdaemon.restart.RestartGate "))
			.anyMatch((line) -> line.contains("io.jdaemon.launch.Launcher "));
		assertThat(loaded).filteredOn((line) -> line.matches(FLEET) && !line.matches(PROPERTIES)).isEmpty();
	}

	private List<String> loaded() throws IOException {
		try (Stream<Path> files = Files.list(this.bench.directory())) {
			return files.filter((file) -> file.getFileName().toString().startsWith("classes-"))
				.flatMap(WithoutFleetIT::lines)
				.toList();
		}
	}

	private static Stream<String> lines(Path file) {
		try {
			return Files.readAllLines(file).stream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
