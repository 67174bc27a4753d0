package io.jdaemon.output;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

import io.jdaemon.KernelTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LastWords}, on what Spring Boot 4 has printed, and for last-words.awk,
 * which has to find the same.
 */
class LastWordsTests {

	private static final String PORT = "Web server failed to start. Port 18998 was already in use. Identify and stop "
			+ "the process that's listening on port 18998 or configure this application to listen on another port.";

	@ParameterizedTest
	@ValueSource(strings = { "port.txt", "port-ecs.txt", "port-logstash.txt" })
	void failureAnalysisIsDescriptionAndAction(String name) throws IOException {
		assertThat(LastWords.of(read(name))).contains(PORT);
	}

	@ParameterizedTest
	@ValueSource(strings = { "keystore.txt", "keystore-ecs.txt" })
	void stackTraceIsItsLastCause(String name) throws IOException {
		assertThat(LastWords.of(read(name))).contains("Caused by: java.io.FileNotFoundException: /nonexistent.p12");
	}

	@ParameterizedTest
	@CsvSource(delimiterString = " => ",
			textBlock = """
					Exception in thread "main" java.lang.Error: boom|	at a.B.c(B.java:1)|	... 114 common frames omitted => Exception in thread "main" java.lang.Error: boom
					2026 ERROR failed|java.lang.IllegalStateException: boom|	at a.B.c(B.java:1)|2026 INFO bye => java.lang.IllegalStateException: boom
					first|last|  | => last
					""")
	void otherOutputIsItsExceptionOrItsLastLine(String output, String words) {
		assertThat(LastWords.of(output.replace('|', '\n'))).contains(words);
	}

	@Test
	void lastFailureAnalysisCounts() {
		String analysis = "APPLICATION FAILED TO START\n\nDescription:\n\n%1$s failed.\n\nAction:\n\nMend %1$s.\n\n";
		assertThat(LastWords.of(analysis.formatted("one") + analysis.formatted("two")))
			.contains("two failed. Mend two.");
	}

	@Test
	void longLineIsCut() {
		assertThat(LastWords.of("x".repeat(1000))).contains("x".repeat(500));
	}

	@Test
	void nothingIsNothing() {
		assertThat(LastWords.of(" \n\n")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "port.txt", "port-ecs.txt", "port-logstash.txt", "keystore.txt", "keystore-ecs.txt" })
	@KernelTest
	void awkFindsTheSame(String name) throws Exception {
		String output = read(name);
		assertThat(awk(output)).isEqualTo(LastWords.of(output).orElseThrow() + "\n");
	}

	@Test
	@KernelTest
	void awkDoesNotRepeatShortOutput() throws Exception {
		assertThat(awk("Caused by: java.lang.Error: boom\n")).isEmpty();
	}

	private static String awk(String output) throws Exception {
		Process awk = new ProcessBuilder("awk", read("/io/jdaemon/launch/last-words.awk")).redirectErrorStream(true)
			.start();
		try (var input = awk.getOutputStream()) {
			input.write(output.getBytes(StandardCharsets.UTF_8));
		}
		return new String(awk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
	}

	private static String read(String name) throws IOException {
		try (InputStream stream = Objects.requireNonNull(LastWordsTests.class.getResourceAsStream(name))) {
			return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

}
