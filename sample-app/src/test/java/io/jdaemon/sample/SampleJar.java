package io.jdaemon.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.jdaemon.sample.fault.TinyApplication;

/**
 * The jar of the sample application, and copies of it with faults.
 */
final class SampleJar {

	private static final Path CLASSES = Path.of("target/test-classes");

	private static final Path FAULTS = Path.of("io/jdaemon/sample/fault");

	// What the tiny application needs, and what extracts it
	private static final String NEEDED = ".*/(commons-logging|jdaemon-autoconfigure|jna|jspecify|logback-classic"
			+ "|logback-core|slf4j-api|snakeyaml|spring-aop|spring-beans|spring-boot|spring-boot-autoconfigure"
			+ "|spring-boot-jarmode-tools|spring-context|spring-core|spring-expression)-\\d.*";

	private SampleJar() {
	}

	static Path path() {
		Path jar = Path.of(System.getProperty("sample.jar", "target/sample-app.jar"));
		if (!Files.exists(jar)) {
			throw new IllegalStateException(jar.toAbsolutePath() + " is missing: mvn package builds it");
		}
		return jar.toAbsolutePath();
	}

	/**
	 * Copy the jar.
	 * @param to the copy
	 * @return the copy
	 */
	static Path copy(Path to) {
		try {
			return Files.copy(path(), to);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Copy the jar and add the faults, each of which a property switches on.
	 * @param to the copy
	 * @return the copy
	 */
	static Path faulty(Path to) {
		copy(to);
		addFaults(to, "BOOT-INF/classes");
		return to;
	}

	/**
	 * An executable jar with nothing but jdaemon in it.
	 * @param to the jar to create
	 * @return the jar
	 */
	static Path tiny(Path to) {
		faulty(to);
		manifest(to, "Start-Class: .*", "Start-Class: " + TinyApplication.class.getName());
		edit(to, (contents) -> {
			Path index = contents.resolve("BOOT-INF/classpath.idx");
			List<String> lines = Files.readAllLines(index);
			List<String> kept = lines.stream().filter((line) -> line.matches(NEEDED)).toList();
			lines.removeAll(kept);
			for (String line : lines) {
				Files.deleteIfExists(contents.resolve(line.replaceAll("^- \"|\"$", "")));
			}
			Files.write(index, kept);
		});
		return to;
	}

	static void addFaults(Path jar, String root) {
		edit(jar, (contents) -> {
			Path target = contents.resolve(root).resolve(FAULTS.toString());
			Files.createDirectories(target);
			try (Stream<Path> faults = Files.list(CLASSES.resolve(FAULTS))) {
				for (Path fault : faults.toList()) {
					Files.copy(fault, target.resolve(fault.getFileName().toString()));
				}
			}
		});
	}

	/**
	 * Change the manifest of a jar.
	 * @param jar the jar
	 * @param pattern what to replace
	 * @param replacement its replacement
	 */
	static void manifest(Path jar, String pattern, String replacement) {
		edit(jar, (contents) -> {
			Path manifest = contents.resolve("META-INF/MANIFEST.MF");
			// A long value continues in the next line, after a blank.
			String text = Files.readString(manifest).replace("\r\n", "\n").replace("\n ", "");
			Files.writeString(manifest, folded(text.replaceAll(pattern, replacement)));
		});
	}

	private static String folded(String manifest) {
		return String.join("\n", manifest.lines().map((line) -> line.replaceAll("(.{70})(?=.)", "$1\n ")).toList())
				+ "\n\n";
	}

	private static void edit(Path jar, Edit edit) {
		// The nested libraries stay as they are: stored, not compressed.
		try (FileSystem contents = FileSystems.newFileSystem(jar)) {
			edit.apply(contents.getPath("/"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static void run(List<String> command, Path output) {
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(output.toFile())
				.start();
			if (process.waitFor() != 0) {
				throw new IllegalStateException(command + " failed: " + Files.readString(output));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** A change to the contents of a jar. */
	@FunctionalInterface
	private interface Edit {

		void apply(Path contents) throws IOException;

	}

}
