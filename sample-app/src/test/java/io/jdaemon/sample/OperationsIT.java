package io.jdaemon.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The script in docs/operations.md prints what the page shows.
 */
@EachJdk
class OperationsIT {

	private static final Path PAGE = Path.of("../docs/operations.md");

	@RegisterExtension
	final Workbench bench = new Workbench();

	private final Jdk jdk;

	OperationsIT(Jdk jdk) {
		this.jdk = jdk;
	}

	@Test
	void scriptPrintsWhatThePageShows() throws IOException {
		Path directory = this.bench.directory();
		Path jar = FastJar.of(this.jdk).copy(directory);
		Files.copy(jar, Files.createDirectory(directory.resolve("new")).resolve("sample-app.jar"));
		// The first block of code is the script, the second what it prints.
		String[] page = Files.readString(PAGE).split("```(sh)?\n");
		SampleDaemon sample = this.bench.sample(this.jdk);
		Launch.Result result = sample.environment("PATH", quickJava(directory) + ":" + System.getenv("PATH"))
			.environment("SERVER_PORT", String.valueOf(sample.port()))
			.script(page[1]);
		assertThat(result.err()).isEmpty();
		assertThat(withoutParticulars(result.out())).isEqualTo(withoutParticulars(page[3]));
		assertThat(result.status()).isZero();
		assertThat(this.bench.processes()).isEmpty();
	}

	// The script calls "java".
	private Path quickJava(Path directory) throws IOException {
		Path bin = Files.createDirectory(directory.resolve("bin"));
		Path java = Files.writeString(bin.resolve("java"),
				"#!/bin/sh\nexec " + this.jdk.java() + " " + String.join(" ", FastJar.OPTIONS) + " \"$@\"\n");
		Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
		return bin;
	}

	// Figures, the user, the directory, and what the sample is set to
	private static String withoutParticulars(String text) {
		return Pattern.compile("pid \\d+|user \\w+|[\\d.]+ (s|MB)\\b|\\d{4}-\\d\\d-\\d\\d [\\d:]+")
			.matcher(text.replaceAll(" /\\S+/(?=sample-app\\.(pid|log))", " ").replace(", warm", ""))
			.replaceAll((MatchResult figure) -> figure.group().replaceAll("[\\d.:-]+|(?<=user )\\w+", "N"));
	}

}
