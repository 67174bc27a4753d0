package io.jdaemon.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares the README's tables of properties with the generated metadata.
 */
class ReadmeTests {

	private static final Pattern NAME = Pattern.compile("`([a-z.-]+?)(?:\\.<NAME>)?`");

	@Test
	void propertiesOfTheReadmeAreThoseOfTheMetadata() throws Exception {
		assertThat(readme()).isEqualTo(metadata());
	}

	private static Set<String> readme() throws IOException {
		String text = Files.readString(Path.of("../README.md"));
		String section = text.substring(text.indexOf("\n## Properties"), text.indexOf("\n`mode: auto`"));
		return section.lines()
			.filter((line) -> line.startsWith("| `"))
			.map((line) -> line.split("\\|")[1])
			.flatMap((cell) -> NAME.matcher(cell).results())
			.map((MatchResult match) -> "jdaemon." + match.group(1))
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private static Set<String> metadata() throws Exception {
		return Metadata.properties()
			.keySet()
			.stream()
			.filter((name) -> name.startsWith("jdaemon."))
			.collect(Collectors.toCollection(TreeSet::new));
	}

}
