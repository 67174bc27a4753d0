package io.jdaemon.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.json.JSONObject;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares the pages of the documentation with what they describe.
 */
class DocumentationTests {

	private static final Path PAGES = Path.of("../docs");

	private static final Path SOURCES = Path.of("src/main");

	// A shorter part of a sentence would be found anywhere.
	private static final int TELLING = 8;

	/**
	 * With {@code -Djdaemon.write-pages=true} the page is written instead.
	 */
	@Test
	void configurationPageIsThatOfTheMetadata() throws Exception {
		Path page = PAGES.resolve("configuration.md");
		String generated = configuration();
		if (Boolean.getBoolean("jdaemon.write-pages")) {
			Files.writeString(page, generated);
		}
		assertThat(page).hasContent(generated);
	}

	private static String configuration() throws Exception {
		StringBuilder page = new StringBuilder(
				"""
						# Configuration reference

						Every property, in the order of its name. This page is made from the metadata that an editor shows, and a test compares them.
						Where to begin: [the README](../README.md#properties) sorts them by how often they are needed.
						""");
		for (var entry : Metadata.properties().entrySet()) {
			String name = entry.getKey();
			JSONObject property = entry.getValue();
			page.append("\n## `").append(name).append("`\n\n");
			page.append(property.optString("description")).append('\n');
			page.append("\n- Type: ").append(type(property.optString("type"))).append('\n');
			if (property.has("defaultValue")) {
				page.append("- Default: `").append(property.opt("defaultValue")).append("`\n");
			}
			for (JSONObject value : Metadata.values(name)) {
				page.append("- `").append(value.optString("value")).append("`: ");
				page.append(value.optString("description")).append('\n');
			}
		}
		return page.toString();
	}

	private static String type(String name) {
		String type = name.replaceAll("[a-z0-9]+\\.|\\w+\\$", "");
		return switch (type) {
			case "String" -> "text";
			case "Boolean" -> "`true` or `false`";
			case "Duration" -> "a duration, such as `90s` or `2m`; without a unit in seconds";
			case "Set<Integer>", "List<Integer>" -> "numbers, with commas in between";
			case "Map<String,SignalAction>" -> "one property for each signal, such as `jdaemon.signals.USR1`";
			default -> "one of the values";
		};
	}

	@Test
	void sentencesOfTheTroubleshootingPageArePrinted() throws IOException {
		String printed = printed();
		List<String> sentences = Files.readAllLines(PAGES.resolve("troubleshooting.md"))
			.stream()
			.filter((line) -> line.startsWith("### "))
			.map((line) -> line.substring("### ".length()).replace("`", ""))
			.toList();
		assertThat(sentences).hasSizeGreaterThan(20).allSatisfy((sentence) -> {
			List<String> parts = Arrays.stream(sentence.split("…"))
				.map(String::strip)
				.filter((part) -> part.length() >= TELLING)
				.toList();
			assertThat(parts).as(sentence).isNotEmpty().allSatisfy((part) -> assertThat(printed).contains(part));
		});
	}

	// All texts of the sources, without what joins them
	private static String printed() throws IOException {
		try (Stream<Path> files = Files.walk(SOURCES)) {
			return files.filter((file) -> file.toString().matches(".*\\.(java|sh)"))
				.map(DocumentationTests::text)
				.map((text) -> text.replaceAll("(?m)^\\s*(/\\*|\\*|//).*$", "")
					.replaceAll("\\\\\"", "'")
					.replaceAll("\"\\s*\\+\\s*\"", ""))
				.collect(Collectors.joining());
		}
	}

	private static String text(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Test
	void linksBetweenPagesLeadSomewhere() throws IOException {
		try (Stream<Path> pages = Stream.concat(Files.list(PAGES), Stream.of(Path.of("../README.md")))) {
			pages.filter((page) -> page.toString().endsWith(".md")).forEach((page) -> links(page).forEach((link) -> {
				String[] target = link.split("#", 2);
				Path file = target[0].isEmpty() ? page : page.resolveSibling(target[0]).normalize();
				assertThat(file).as(link + " in " + page).exists();
				if (target.length > 1) {
					assertThat(anchors(file)).as(link + " in " + page).contains(target[1]);
				}
			}));
		}
	}

	private static List<String> links(Path page) {
		return Pattern.compile("\\]\\((?!https?:)([^)\\s]+)\\)")
			.matcher(text(page))
			.results()
			.map((match) -> match.group(1))
			.toList();
	}

	// As GitHub makes them of headings
	private static List<String> anchors(Path page) {
		return text(page).lines()
			.filter((line) -> line.startsWith("#"))
			.map((line) -> line.replaceAll("^#+ ", "")
				.toLowerCase()
				.replaceAll("[^\\p{L}\\p{N} _-]", "")
				.replace(' ', '-'))
			.toList();
	}

}
