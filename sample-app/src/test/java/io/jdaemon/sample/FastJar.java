package io.jdaemon.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
			+ "|jspecify|logback-classic|logback-core|slf4j-api|spring-aop|spring-beans|spring-boot"
			+ "|spring-boot-autoconfigure|spring-context|spring-core|spring-expression)-\\d)\\S+\\.jar ?";

	private static final Map<String, FastJar> PREPARED = new ConcurrentHashMap<>();

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
		Path directory = Path.of("target/fast-jars", name).toAbsolutePath();
		try {
			FileSystemUtils.deleteRecursively(directory);
			Files.createDirectories(directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
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
