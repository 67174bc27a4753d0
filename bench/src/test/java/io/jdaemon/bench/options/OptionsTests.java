package io.jdaemon.bench.options;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.jdaemon.bench.daemon.Strategy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Options that do not fit together are refused before anything starts.
 */
class OptionsTests {

	@TempDir
	private Path directory;

	private Path jar;

	@BeforeEach
	void createJars() throws IOException {
		this.jar = this.directory.resolve("bench/target/bench.jar");
		for (String built : List.of("bench/server/target/bench-server.jar",
				"bench/spring-cloud/target/bench-spring-cloud.jar")) {
			Path file = this.directory.resolve(built);
			Files.createDirectories(file.getParent());
			Files.createFile(file);
		}
	}

	@Test
	void nothingIsComparedUnlessRequested() throws UsageException {
		assertThat(parse().comparison().rounds()).isZero();
		assertThat(parse("--strategy=handover").daemon().strategy()).isEqualTo(Strategy.HANDOVER);
	}

	@Test
	void comparisonHasNineRoundsUnlessNumbered() throws UsageException {
		assertThat(parse("--baseline").comparison().rounds()).isEqualTo(9);
		assertThat(parse("--baseline=3").comparison().rounds()).isEqualTo(3);
	}

	@Test
	void comparisonIsOfAllStrategiesNamed() throws UsageException {
		Options options = parse("--baseline", "--strategy=exec,none", "--picture=x.svg");
		assertThat(options.comparison().strategies()).containsExactly(Strategy.EXEC, Strategy.NONE);
		assertThat(options.comparison().picture()).contains(Path.of("x.svg").toAbsolutePath());
		assertThat(options.comparison().springCloudJar())
			.isEqualTo(this.directory.resolve("bench/spring-cloud/target/bench-spring-cloud.jar"));
	}

	@Test
	void daemonIsColdUnlessRequested() throws UsageException {
		assertThat(parse().daemon().warm()).isFalse();
		assertThat(parse("--warm").daemon().warm()).isTrue();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "--strategy=exec,none | --baseline", "--picture=x.svg | --baseline",
					"--baseline --starts=2 | --starts has no meaning", "--baseline --restarts=2 | --restarts has no",
					"--warm=yes | --warm has no value", "--baseline --new=0 | --new=1",
					"--timeline --strategy=handover | --strategy=exec", "--timeline --baseline | without --baseline",
					"--baseline --strategy=exec,fast | exec, handover, none",
					"--baseline --picture=/no/such/x.svg | /no/such is not a directory",
					"--baseline --spring-cloud-jar=no.jar | --spring-cloud-jar" })
	void optionsThatDoNotFitAreRefused(String arguments, String part) {
		assertThatExceptionOfType(UsageException.class).isThrownBy(() -> parse(arguments.split(" ")))
			.withMessageContaining(part);
	}

	private Options parse(String... arguments) throws UsageException {
		return Options.parse(arguments, this.jar);
	}

}
