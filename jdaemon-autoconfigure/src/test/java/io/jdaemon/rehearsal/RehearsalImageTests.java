package io.jdaemon.rehearsal;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.jdaemon.process.ProcessImage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RehearsalImage}.
 */
class RehearsalImageTests {

	private static final RehearsalVariable VARIABLE = new RehearsalVariable("pipe:[12]", 3, 4, Optional.of("/my home"));

	@Test
	void argumentsAreThoseThatWereTypedWithoutPorts() {
		assertThat(arguments("java", "-Xmx64m", "-agentlib:jdwp=transport=dt_socket,address=5005", "-Xrunjdwp:server=y",
				"-Dcom.sun.management.jmxremote.port=9010", "-javaagent:weaver.jar", "", "-jar", "app.jar",
				"-agentlib:jdwp", "é"))
			.containsExactly("java", "-Dspring.context.exit=onRefresh", "-Xmx64m", "-javaagent:weaver.jar", "", "-jar",
					"app.jar", "-agentlib:jdwp", "é");
	}

	@Test
	void environmentIsThatOfTheApplicationWithoutWhatIsItsOwn() {
		assertThat(environment("A=1", "_JDAEMON=to=pid:7", "NOTIFY_SOCKET=/run/s", "WATCHDOG_USEC=1", "WATCHDOG_PID=7",
				"LISTEN_FDS=1", "LISTEN_PID=7", "LISTEN_FDNAMES=a", "_REHEARSAL_OF_JDAEMON=to=pipe:[1]", "B=", "junk",
				"JOURNAL_STREAM=8:1"))
			.containsExactly("A=1", "B=", "junk", "JOURNAL_STREAM=8:1",
					"_REHEARSAL_OF_JDAEMON=to=pipe:[12] result=3 life=4 origin=/my%20home".replace("%20", "+"));
	}

	@Test
	void optionsInVariablesLoseTheirPorts() {
		assertThat(environment(
				"JAVA_TOOL_OPTIONS=-Xmx1g -agentlib:jdwp=transport=dt_socket,address=*:5005 -Da=-agentlib:jdwp=x",
				"JDK_JAVA_OPTIONS='-Dcom.sun.management.jmxremote.port=1' \"-Dcom.sun.management.config.file=x\" -Db=1",
				"NOTES=-agentlib:jdwp=x"))
			.startsWith("JAVA_TOOL_OPTIONS=-Xmx1g  -Da=-agentlib:jdwp=x", "JDK_JAVA_OPTIONS=  -Db=1",
					"NOTES=-agentlib:jdwp=x");
	}

	@Test
	void variableReachesItsRecipientOnly() {
		String value = VARIABLE.toVariable().substring(RehearsalVariable.NAME.length() + 1);
		assertThat(RehearsalVariable.received(value, (descriptor) -> (descriptor == 3) ? "pipe:[12]" : ""))
			.contains(VARIABLE);
		assertThat(RehearsalVariable.received(value, (descriptor) -> "pipe:[13]")).isEmpty();
		assertThat(RehearsalVariable.received(value, (descriptor) -> "")).isEmpty();
		assertThat(RehearsalVariable.received("anything", (descriptor) -> "")).isEmpty();
		assertThat(RehearsalVariable.received(null, (descriptor) -> "")).isEmpty();
	}

	private static List<String> arguments(String... arguments) {
		return strings(image(List.of(arguments), List.of()).arguments());
	}

	private static List<String> environment(String... environment) {
		return strings(image(List.of("java"), List.of(environment)).environment());
	}

	private static ProcessImage image(List<String> arguments, List<String> environment) {
		return RehearsalImage
			.of(new ProcessImage(bytes("java"), arguments.stream().map(RehearsalImageTests::bytes).toList(),
					environment.stream().map(RehearsalImageTests::bytes).toList(), bytes("/")), VARIABLE);
	}

	private static List<String> strings(List<byte[]> strings) {
		return strings.stream().map((bytes) -> new String(bytes, StandardCharsets.UTF_8)).toList();
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
