package io.jdaemon.warm;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.jdaemon.posix.PathName;
import io.jdaemon.posix.Reason;
import io.jdaemon.process.ProcessImage;

/**
 * The command line that the operator typed, of which a warm image can be made.
 *
 * @param image the image
 * @param jarAt the index of the jar in its arguments
 * @param jar the absolute path of the jar
 * @param options the options that a cache is bound to
 */
record TypedCommand(ProcessImage image, int jarAt, String jar, List<String> options) {

	private static final List<String> VARIABLES = List.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS");

	// A cache of the operator; what makes the JVM do without one; options in files
	private static final Map<Pattern, String> OBSTACLES = Map.of(Pattern
		.compile("-XX:(AOT|Shared|[+-]AutoCreateSharedArchive|ArchiveClassesAtExit|DumpLoadedClassList).*|-Xshare.*"),
			" is a cache of your own, or forbids one", Pattern.compile("-(javaagent|agentlib|agentpath|Xrun).*"),
			" is an agent, which may change classes",
			Pattern
				.compile("--(patch-module|limit-modules|upgrade-module-path).*|-Xverify.*|-XX:-BytecodeVerification.*"),
			" is an option with which the JVM uses no cache", Pattern.compile("(?s)@.*|-XX:(Flags|VMOptionsFile)=.*"),
			" names a file with options");

	private static final String LAUNCHER = "org.springframework.boot.loader.launch.JarLauncher";

	private static final String TOOLS = "BOOT-INF/lib/spring-boot-jarmode-tools-";

	/**
	 * Read a command line.
	 * @param image what the operator typed
	 * @return the command line
	 * @throws ColdStartException if it fits no cache
	 */
	static TypedCommand of(ProcessImage image) throws ColdStartException {
		OptionalInt at = image.jarAt();
		if (at.isEmpty()) {
			throw new ColdStartException("The application is not started with -jar.");
		}
		List<String> typed = image.arguments().subList(1, at.getAsInt() - 1).stream().map(WarmImage::text).toList();
		List<String> variables = image.environment()
			.stream()
			.map(WarmImage::text)
			.filter(TypedCommand::options)
			.toList();
		requireNoObstacle(Stream.concat(typed.stream(), variables.stream().flatMap(TypedCommand::words)));
		String jar = PathName.decode(image.arguments().get(at.getAsInt()));
		String directory = PathName.decode(image.workingDirectory());
		return new TypedCommand(image, at.getAsInt(), jar.startsWith("/") ? jar : directory + "/" + jar,
				Stream.concat(typed.stream().filter((option) -> !option.startsWith("-D")), variables.stream())
					.toList());
	}

	private static boolean options(String variable) {
		return VARIABLES.contains(variable.split("=", 2)[0]);
	}

	private static Stream<String> words(String variable) {
		return Arrays.stream(variable.split("=", 2)[1].split("\\s+")).map((word) -> word.replaceAll("[\"']", ""));
	}

	private static void requireNoObstacle(Stream<String> options) throws ColdStartException {
		List<String> found = options.toList();
		for (Map.Entry<Pattern, String> obstacle : OBSTACLES.entrySet()) {
			for (String option : found) {
				if (obstacle.getKey().matcher(option).matches()) {
					throw new ColdStartException("The option " + option + obstacle.getValue() + ".");
				}
			}
		}
	}

	/**
	 * Require that the jar can be extracted without a difference to the application.
	 * @throws ColdStartException if it cannot
	 */
	void requireExecutableJar() throws ColdStartException {
		try (JarFile file = new JarFile(PathName.path(this.jar).toFile())) {
			Manifest manifest = file.getManifest();
			Attributes main = (manifest != null) ? manifest.getMainAttributes() : new Attributes();
			if (!LAUNCHER.equals(main.getValue(Attributes.Name.MAIN_CLASS))
					|| main.getValue("Launcher-Agent-Class") != null) {
				throw new ColdStartException("The jar " + this.jar + " is not an executable jar of Spring Boot.");
			}
			if (file.stream().noneMatch((entry) -> entry.getName().startsWith(TOOLS))) {
				throw new ColdStartException("The jar " + this.jar
						+ " cannot be extracted: it has been packaged without spring-boot-jarmode-tools.");
			}
		}
		catch (IOException ex) {
			throw new ColdStartException("The jar " + this.jar + " cannot be read: " + Reason.of(ex) + ".");
		}
	}

	/**
	 * What a cache is bound to.
	 * @param jvm the Java runtime
	 * @return lines of text
	 * @throws ColdStartException if the jar cannot be read
	 */
	String key(JvmBuild jvm) throws ColdStartException {
		try {
			JarVersion version = JarVersion.read(this.jar);
			return Stream
				.concat(Stream.of("jar " + version.path(), version.size() + " " + version.modified(),
						version.contents(), "java " + jvm.identity()), this.options.stream())
				.collect(Collectors.joining("\n"));
		}
		catch (IOException ex) {
			throw new ColdStartException("The jar " + this.jar + " cannot be read: " + Reason.of(ex) + ".");
		}
	}

}
