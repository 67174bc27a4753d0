package io.jdaemon.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.jdaemon.sample.fault.TinyApplication;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The sample application in the layout that starts fastest: extracted, with an archive of
 * its loaded classes.
 *
 * @param jar the jar to start
 * @param options what makes it start fast; the archive is bound to the JDK, to the place
 * of the jar and to {@link #OPTIONS}
 */
public record FastJar(Path jar, List<String> options) {

	/** For a fast start. */
	static final List<String> OPTIONS = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

	// The first JDK that creates an ahead-of-time cache in one step
	private static final int AOT_CACHE = 25;

	// All but these are left out of the tiny application: they would start something,
	// too.
	private static final String UNNEEDED = "lib/(?!(commons-logging|jdaemon-autoconfigure|jna|jspecify|logback-classic"
			+ "|logback-core|slf4j-api|snakeyaml|spring-aop|spring-beans|spring-boot|spring-boot-autoconfigure"
			+ "|spring-context|spring-core|spring-expression)-\\d)\\S+\\.jar ?";

	// Readable for every user
	private static final Path DIRECTORY = temporaryDirectory();

	private static final Map<String, FastJar> PREPARED = new ConcurrentHashMap<>();

	private static Path temporaryDirectory() {
		try {
			Path directory = Files.createTempDirectory("jdaemon-fast-jars-").toRealPath();
			Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
			Runtime.getRuntime()
				.addShutdownHook(new Thread(() -> FileSystemUtils.deleteRecursively(directory.toFile())));
			return directory;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The directory that all layouts are in.
	 * @return the directory
	 */
	static Path directory() {
		return DIRECTORY;
	}

	/**
	 * Extract a jar: this alone shortens its start by a third.
	 * @param jar the jar, whose name must be unique
	 * @return the jar to start
	 */
	static Path extract(Path jar) {
		Path directory = DIRECTORY.resolve(jar.getFileName().toString().replace(".jar", ""));
		SampleJar.run(
				List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(), "-Djarmode=tools", "-jar",
						jar.toString(), "extract", "--destination", directory.toString()),
				directory.resolveSibling("extract.out"));
		return directory.resolve(jar.getFileName());
	}

	/**
	 * Copy the application without its archive, which is bound to the path of the jar.
	 * @param directory the target, which must exist
	 * @return the jar
	 */
	public Path copy(Path directory) {
		return copy(this.jar, directory);
	}

	private static Path copy(Path jar, Path directory) {
		try {
			FileSystemUtils.copyRecursively(jar.resolveSibling("lib"), directory.resolve("lib"));
			return Files.copy(jar, directory.resolve(jar.getFileName()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The sample application, processed ahead of time.
	 * @param jdk what it will run on
	 * @return the layout
	 */
	static FastJar of(Jdk jdk) {
		return PREPARED.computeIfAbsent("sample-" + jdk,
				(name) -> archived(jdk, copy(name), List.of("-Dspring.aot.enabled=true"), FastJar::stop));
	}

	/**
	 * An application with nothing but jdaemon in it.
	 * @param jdk what it will run on
	 * @return the layout
	 */
	static FastJar tiny(Jdk jdk) {
		return PREPARED.computeIfAbsent("tiny-" + jdk, (name) -> {
			Path jar = copy(name);
			SampleJar.addFaults(jar, "");
			SampleJar.manifest(jar, "Main-Class: .*", "Main-Class: " + TinyApplication.class.getName());
			SampleJar.manifest(jar, UNNEEDED, "");
			return archived(jdk, jar, List.of(), FastJar::stopInPlaceOfRestart);
		});
	}

	/**
	 * The server of the bench.
	 * @param jar its extracted jar
	 * @param jdk what it will run on
	 * @return the layout
	 */
	static FastJar server(Path jar, Jdk jdk) {
		return PREPARED.computeIfAbsent("server-" + jdk,
				(name) -> archived(jdk, copy(jar, create(name)), List.of(), FastJar::stop));
	}

	/**
	 * Another application, without an archive of its classes.
	 * @param jar its jar, whose name must be unique
	 * @return the layout
	 */
	public static FastJar application(Path jar) {
		return PREPARED.computeIfAbsent(jar.getFileName().toString(), (name) -> new FastJar(extract(jar), List.of()));
	}

	private static Path copy(String name) {
		return copy(Sample.EXTRACTED, create(name));
	}

	private static Path create(String name) {
		Path directory = DIRECTORY.resolve(name);
		if (!directory.toFile().mkdir()) {
			throw new IllegalStateException(directory + " cannot be created");
		}
		return directory;
	}

	/**
	 * Whether the archive is an ahead-of-time cache, see JEP 514, not class data.
	 * @param jdk the JDK
	 * @return whether it is a cache
	 */
	static boolean hasCache(Jdk jdk) {
		return jdk.feature() >= AOT_CACHE;
	}

	private static FastJar archived(Jdk jdk, Path jar, List<String> properties, Ending ending) {
		List<String> options = new ArrayList<>(properties);
		boolean cache = hasCache(jdk);
		Path archive = jar.resolveSibling(cache ? "app.aot" : "app.jsa");
		List<String> training = new ArrayList<>(List.of(jdk.java().toString()));
		training.addAll(OPTIONS);
		training.addAll(options);
		training.addAll(List.of((cache ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + archive, "-jar",
				jar.toString(), "--jdaemon.mode=foreground", "--server.port=0", "--fault.waits-at-end=true"));
		train(training, jar.resolveSibling("training.out"), ending);
		if (cache) {
			options.add("-XX:AOTCache=" + archive);
		}
		else {
			// The process ends before most compiled code pays off.
			options.addAll(List.of("-XX:SharedArchiveFile=" + archive, "-XX:CompileThresholdScaling=3"));
		}
		return new FastJar(jar, options);
	}

	// The JVM writes the archive at its end, with all classes that it has loaded.
	private static void train(List<String> command, Path output, Ending ending) {
		try {
			Process process = new ProcessBuilder(command).directory(output.getParent().toFile())
				.redirectErrorStream(true)
				.redirectOutput(output.toFile())
				.start();
			try {
				new TextFile(output).await("Started ");
				ending.end(process.pid(), output);
				assertThat(process.waitFor()).isZero();
			}
			finally {
				process.destroyForcibly();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void stop(long pid, Path output) {
		Signal.TERM.send(pid);
	}

	private static void stopInPlaceOfRestart(long pid, Path output) throws IOException {
		Signal.USR1.send(pid);
		new TextFile(output).await("The end waits on purpose");
		Signal.TERM.send(pid);
		new TextFile(output).await("in place of the restart");
		Files.createFile(output.resolveSibling("go-on"));
	}

	/** How a training run ends. */
	@FunctionalInterface
	private interface Ending {

		void end(long pid, Path output) throws IOException;

	}

	/** The extracted sample, for the tests that start it. */
	private static final class Sample {

		static final Path EXTRACTED = extract(SampleJar.path());

	}

}
