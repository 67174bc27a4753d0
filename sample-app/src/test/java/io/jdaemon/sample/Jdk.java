package io.jdaemon.sample;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A JDK of this machine.
 *
 * @param feature its feature version, such as 17
 * @param home its directory
 */
record Jdk(int feature, Path home) {

	private static final Path DEBIAN = Path.of("/usr/lib/jvm");

	private static final int OLDEST = 17;

	/**
	 * Those in {@code JAVA_HOME} and {@code /usr/lib/jvm}, one of each feature version.
	 * @return the JDKs
	 */
	static Collection<Jdk> found() {
		TreeMap<Integer, Jdk> found = new TreeMap<>();
		candidates().stream()
			.map(Jdk::at)
			.flatMap(Optional::stream)
			.filter((jdk) -> jdk.feature >= OLDEST)
			.forEach((jdk) -> found.putIfAbsent(jdk.feature, jdk));
		String required = System.getenv("JDAEMON_REQUIRE_JDKS");
		if (required != null && !required.isBlank()) {
			List<Integer> missing = Arrays.stream(required.split(","))
				.map(String::strip)
				.map(Integer::valueOf)
				.filter((feature) -> !found.containsKey(feature))
				.toList();
			if (!missing.isEmpty()) {
				throw new IllegalStateException("JDAEMON_REQUIRE_JDKS asks for JDK " + missing + ", found " + found);
			}
		}
		return found.values();
	}

	private static List<Path> candidates() {
		List<Path> candidates = new ArrayList<>();
		String configured = System.getenv("JAVA_HOME");
		if (configured != null) {
			candidates.add(Path.of(configured));
		}
		if (Files.isDirectory(DEBIAN)) {
			try (Stream<Path> installed = Files.list(DEBIAN)) {
				installed.sorted().forEach(candidates::add);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
		return candidates;
	}

	private static Optional<Jdk> at(Path candidate) {
		Path release = candidate.resolve("release");
		if (!Files.isExecutable(candidate.resolve("bin/java")) || !Files.isReadable(release)) {
			return Optional.empty();
		}
		try (Reader reader = Files.newBufferedReader(release)) {
			Properties properties = new Properties();
			properties.load(reader);
			String version = properties.getProperty("JAVA_VERSION", "0").replace("\"", "");
			return Optional.of(new Jdk(Runtime.Version.parse(version).feature(), candidate.toRealPath()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The executable that starts programs.
	 * @return its path
	 */
	Path java() {
		return this.home.resolve("bin/java");
	}

	@Override
	public String toString() {
		return String.valueOf(this.feature);
	}

}
