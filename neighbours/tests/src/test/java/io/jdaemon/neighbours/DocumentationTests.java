package io.jdaemon.neighbours;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.jdaemon.sample.TextFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares the pages about the neighbours and about several hosts with what they
 * describe.
 */
class DocumentationTests {

	private static final Path PROJECT = Path.of("../..");

	private static final Path PAGE = PROJECT.resolve("docs/neighbours-in-the-jvm.md");

	@ParameterizedTest
	@ValueSource(strings = { "web/SecurityConfiguration", "jobs/OneScheduler" })
	void exampleIsTheCodeOfAnApplication(String type) throws IOException {
		String module = type.substring(0, type.indexOf('/'));
		String source = Files.readString(Path.of("..", module, "src/main/java/io/jdaemon/neighbours", type + ".java"));
		// In another package, and without Javadoc
		String code = "package com.example;\n" + source.substring(source.indexOf("\nimport"))
			.replaceFirst("(?s)/\\*\\*.*?\\*/\n", "")
			.replace("\t", "    ");
		assertThat(Files.readString(PAGE)).contains("```java\n" + code + "```\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "haproxy.cfg", "one-after-the-other.sh", "all-at-once.sh", "signal-all.sh", "orders.yml" })
	void recipeForSeveralHostsIsTheFileOfTheTest(String file) throws IOException {
		assertThat(Files.readString(PROJECT.resolve("docs/fleet.md"))).containsPattern(
				"```(yaml)?\n" + Pattern.quote(Files.readString(Path.of("src/test/fleet", file))) + "```\n");
	}

	@Test
	void testsThatThePageNamesExist() throws IOException {
		Set<String> tests;
		try (Stream<Path> files = Stream.of("jdaemon-autoconfigure", "sample-app", "neighbours/tests")
			.flatMap((module) -> files(PROJECT.resolve(module + "/src/test/java")))) {
			tests = files.map((file) -> file.getFileName().toString().replace(".java", "")).collect(Collectors.toSet());
		}
		Set<String> named = Pattern.compile("`(\\w+(?:IT|Tests))`")
			.matcher(TextFile.read(PAGE))
			.results()
			.map((result) -> result.group(1))
			.collect(Collectors.toSet());
		assertThat(named).isNotEmpty();
		assertThat(tests).containsAll(named);
	}

	private static Stream<Path> files(Path directory) {
		try {
			return Files.walk(directory);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
