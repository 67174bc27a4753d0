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
import java.util.Map;
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
public record Jdk(int feature, Path home) {

	private static final Path DEBIAN = Path.of("/usr/lib/jvm");

	private static final int OLDEST = 17;

	/**
	 * The JDKs to test on: the one that runs the tests or, with -Djdaemon.jdks=all, one
	 * of each feature version in {@code JAVA_HOME} and {@code /usr/lib/jvm}.
	 * @return the JDKs
	 */
	static Collection<Jdk> tested() {
		String which = System.getProperty("jdaemon.jdks", "running");
		Map<Integer, Jdk> tested = oneOfEach(switch (which) {
			case "running" -> List.of(Path.of(System.getProperty("java.home")));
			case "all" -> candidates();
			default -> throw new IllegalStateException("-Djdaemon.jdks=" + which + ": neither running nor all");
		});
		String required = System.getenv("JDAEMON_REQUIRE_JDKS");
		if (required != null && !required.isBlank()) {
			List<Integer> missing = Arrays.stream(required.split(","))
				.map(String::strip)
				.map(Integer::valueOf)
				.filter((feature) -> !tested.containsKey(feature))
				.toList();
			if (!missing.isEmpty()) {
				throw new IllegalStateException("JDAEMON_REQUIRE_JDKS requires JDK " + missing + ", the tests run on "
						+ tested + "; mvn -Pthorough verify runs them on all JDKs found");
			}
		}
		return tested.values();
	}

	/**
	 * The JDK whose turn it is, for tests that are not worth a run on each.
	 * @param turn a number from 0
	 * @return the JDK, each of which is as often returned as any other
	 */
	static Jdk inTurn(int turn) {
		List<Jdk> jdks = List.copyOf(tested());
		return jdks.get(turn % jdks.size());
	}

	/**
	 * The newest JDK to test on, for tests that are not worth a run on each.
	 * @return the JDK
	 */
	public static Jdk newest() {
		List<Jdk> jdks = List.copyOf(tested());
		return jdks.get(jdks.size() - 1);
	}

	private static Map<Integer, Jdk> oneOfEach(List<Path> candidates) {
		Map<Integer, Jdk> found = new TreeMap<>();
		candidates.stream()
			.map(Jdk::at)
			.flatMap(Optional::stream)
			.filter((jdk) -> jdk.feature >= OLDEST)
			.forEach((jdk) -> found.putIfAbsent(jdk.feature, jdk));
		return found;
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
	public Path java() {
		return this.home.resolve("bin/java");
	}

	@Override
	public String toString() {
		return String.valueOf(this.feature);
	}

}
