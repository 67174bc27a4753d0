package io.jdaemon.autoconfigure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.json.JSONArray;
import org.json.JSONObject;
import org.junit.jupiter.api.Test;

import org.springframework.core.io.ClassPathResource;

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
		String text = new ClassPathResource("META-INF/spring-configuration-metadata.json")
			.getContentAsString(StandardCharsets.UTF_8);
		JSONArray properties = new JSONObject(text).getJSONArray("properties");
		Set<String> names = new TreeSet<>();
		for (int i = 0; i < properties.length(); i++) {
			String name = properties.getJSONObject(i).getString("name");
			if (name.startsWith("jdaemon.")) {
				names.add(name);
			}
		}
		return names;
	}

}
