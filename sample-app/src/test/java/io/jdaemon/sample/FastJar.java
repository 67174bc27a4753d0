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

import org.springframework.util.FileSystemUtils;

/**
 * The sample application in the layout that starts fastest: extracted, with a class data
 * archive. It has the faults of the tests, each of which waits for a property.
 *
 * @param jar the jar to start
 * @param archive the class data archive, bound to the JDK and to the place of the jar
 */
record FastJar(Path jar, Path archive) {

	/** For a fast start; the archive is bound to them. */
	static final List<String> OPTIONS = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

	// What the tiny application does without: the others would start something, too.
	private static final String UNNEEDED = "lib/(?!(commons-logging|jakarta\\.annotation-api|jdaemon-autoconfigure|jna"
			+ "|jspecify|logback-classic|logback-core|slf4j-api|snakeyaml|spring-aop|spring-beans|spring-boot"
			+ "|spring-boot-autoconfigure|spring-context|spring-core|spring-expression)-\\d)\\S+\\.jar ?";

	// Where every user may enter
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
	 * Copy the application, without the archive, which is bound to its place.
	 * @param directory where to, a directory that is there
	 * @return the jar
	 */
	Path copy(Path directory) {
		try {
			FileSystemUtils.copyRecursively(this.jar.resolveSibling("lib"), directory.resolve("lib"));
			return Files.copy(this.jar, directory.resolve(this.jar.getFileName()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The sample application.
	 * @param jdk what it will run on
	 * @return the layout
	 */
	static FastJar of(Jdk jdk) {
		return PREPARED.computeIfAbsent("sample-" + jdk,
				(name) -> prepare(jdk, name, "io.jdaemon.sample.SampleApplication", "", List.of("--server.port=0")));
	}

	/**
	 * An application with nothing but jdaemon in it.
	 * @param jdk what it will run on
	 * @return the layout
	 */
	static FastJar tiny(Jdk jdk) {
		return PREPARED.computeIfAbsent("tiny-" + jdk,
				(name) -> prepare(jdk, name, "io.jdaemon.sample.fault.TinyApplication", UNNEEDED, List.of()));
	}

	private static FastJar prepare(Jdk jdk, String name, String mainClass, String unneeded, List<String> arguments) {
		Path directory = DIRECTORY.resolve(name);
		if (!directory.toFile().mkdir()) {
			throw new IllegalStateException(directory + " cannot be created");
		}
		SampleJar.extract(jdk, directory.resolve("app"));
		FastJar prepared = new FastJar(directory.resolve("app/sample-app.jar"), directory.resolve("app.jsa"));
		SampleJar.addFaults(prepared.jar, "");
		SampleJar.manifest(prepared.jar, "Main-Class: .*", "Main-Class: " + mainClass);
		SampleJar.manifest(prepared.jar, unneeded, "");
		List<String> training = new ArrayList<>(List.of(jdk.java().toString()));
		training.addAll(OPTIONS);
		training.addAll(List.of("-XX:ArchiveClassesAtExit=" + prepared.archive, "-Dspring.context.exit=onRefresh",
				"-jar", prepared.jar.toString(), "--jdaemon.mode=foreground"));
		training.addAll(arguments);
		SampleJar.run(training, directory.resolve("training.out"));
		return prepared;
	}

	String archiveOption() {
		return "-XX:SharedArchiveFile=" + this.archive;
	}

}
