package io.jdaemon.warm;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.jdaemon.process.ProcessImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link TypedCommand}.
 */
class TypedCommandTests {

	@TempDir
	private Path directory;

	@Test
	void jarIsTheOneThatIsStarted() throws ColdStartException {
		TypedCommand typed = TypedCommand.of(image(List.of(), "--module-path", "-jar", "-jar", "app/orders.jar"));
		assertThat(typed.jar()).isEqualTo(this.directory + "/app/orders.jar");
		assertThat(typed.jarAt()).isEqualTo(4);
	}

	@Test
	void cacheIsBoundToOptionsButNotToProperties() throws ColdStartException {
		TypedCommand typed = TypedCommand.of(image(List.of("A=1", "JAVA_TOOL_OPTIONS=-Xss1m"), "-Xmx64m",
				"-Djdaemon.command=train", "--enable-native-access=ALL-UNNAMED", "-jar", "orders.jar", "-Xint"));
		assertThat(typed.options()).containsExactly("-Xmx64m", "--enable-native-access=ALL-UNNAMED",
				"JAVA_TOOL_OPTIONS=-Xss1m");
	}

	@ParameterizedTest
	@ValueSource(strings = { "-XX:AOTCache=own.aot", "-XX:AOTMode=off", "-XX:AOTCacheOutput=own.aot",
			"-XX:SharedArchiveFile=own.jsa", "-XX:ArchiveClassesAtExit=own.jsa", "-XX:+AutoCreateSharedArchive",
			"-Xshare:off", "-javaagent:agent.jar", "-agentlib:jdwp=server=y", "--patch-module=a=b", "@options",
			"-XX:Flags=.hotspotrc", "-XX:VMOptionsFile=options" })
	void optionThatFitsNoCacheIsNamed(String option) {
		assertCold("The option " + option + " ", image(List.of(), option, "-jar", "orders.jar"));
	}

	@ParameterizedTest
	@CsvSource({ "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS" })
	void optionInVariableThatFitsNoCacheIsNamed(String variable) {
		assertCold("The option -XX:AOTMode=on ",
				image(List.of(variable + "=-Xss1m \"-XX:AOTMode=on\""), "-jar", "a.jar"));
	}

	@Test
	void commandLineWithoutJarFitsNoCache() {
		assertCold("The application is not started with -jar.",
				image(List.of(), "-cp", "a.jar", "Main", "-jar", "a.jar"));
	}

	@Test
	void jarThatIsNotExecutableFitsNoCache() throws Exception {
		TestJar.write(this.directory.resolve("plain.jar"), "Main-Class: Main");
		assertNotExtractable("is not an executable jar of Spring Boot", "plain.jar");
	}

	@Test
	void jarWithoutToolsFitsNoCache() throws Exception {
		TestJar.write(this.directory.resolve("bare.jar"), TestJar.EXECUTABLE);
		assertNotExtractable("without spring-boot-jarmode-tools", "bare.jar");
	}

	@Test
	void jarThatIsMissingFitsNoCache() {
		assertNotExtractable("No such file or directory", "none.jar");
	}

	@Test
	void executableJarFits() throws Exception {
		TestJar.write(this.directory.resolve("orders.jar"), TestJar.EXECUTABLE, TestJar.TOOLS);
		TypedCommand.of(image(List.of(), "-jar", "orders.jar")).requireExecutableJar();
	}

	private void assertNotExtractable(String reason, String jar) {
		assertThatExceptionOfType(ColdStartException.class)
			.isThrownBy(() -> TypedCommand.of(image(List.of(), "-jar", jar)).requireExecutableJar())
			.withMessageContaining(reason);
	}

	private static void assertCold(String reason, ProcessImage image) {
		assertThatExceptionOfType(ColdStartException.class).isThrownBy(() -> TypedCommand.of(image))
			.withMessageStartingWith(reason);
	}

	private ProcessImage image(List<String> environment, String... arguments) {
		List<String> all = new ArrayList<>(List.of("java"));
		all.addAll(List.of(arguments));
		return new ProcessImage(bytes("/usr/bin/java"), all.stream().map(TypedCommandTests::bytes).toList(),
				Stream.concat(Stream.of("B=2"), environment.stream()).map(TypedCommandTests::bytes).toList(),
				bytes(this.directory.toString()));
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.ISO_8859_1);
	}

}
