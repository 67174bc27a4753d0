package io.jdaemon.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

import io.jdaemon.KernelTest;
import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixOverrides;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ProcessImage}.
 */
class ProcessImageTests {

	private static final InheritedState STATE = new InheritedState(InheritedState.recipient(300),
			new InheritedState.History(true, 1, Instant.EPOCH, Optional.empty(), Optional.empty(), List.of(), false),
			new InheritedState.Descriptors(OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty(),
					OptionalInt.empty(), List.of(), List.of()),
			new InheritedState.SignalSets(Set.of(), Set.of()));

	@Test
	void splitKeepsEmptyArguments() {
		assertThat(texts(ProcessImage.split(bytes("java\0\0-jar\0\0\0")))).containsExactly("java", "", "-jar", "", "");
	}

	@Test
	void splitWhenEmptyIsEmpty() {
		assertThat(ProcessImage.split(new byte[0])).isEmpty();
	}

	@Test
	void splitKeepsBytesThatAreNotText() {
		byte[] argument = { (byte) 0xC3, (byte) 0x28, (byte) 0xFF };
		assertThat(ProcessImage.split(new byte[] { argument[0], argument[1], argument[2], 0 }))
			.containsExactly(argument);
	}

	@Test
	@KernelTest
	void readReturnsImageOfThisProcess() throws IOException {
		ProcessImage image = ProcessImage.read(PosixOverrides.real());
		assertThat(text(image.executable())).isEqualTo(Path.of("/proc/self/exe").toRealPath().toString());
		assertThat(text(image.workingDirectory())).isEqualTo(Path.of("/proc/self/cwd").toRealPath().toString());
		assertThat(String.join("\0", texts(image.arguments())) + "\0")
			.isEqualTo(Files.readString(Path.of("/proc/self/cmdline"), StandardCharsets.ISO_8859_1));
		assertThat(texts(image.environment())).contains("PATH=" + System.getenv("PATH"));
	}

	@Test
	@KernelTest
	void readWhenExecutableWasReplacedNamesNewOne() throws IOException {
		Posix posix = PosixOverrides.with(new Object() {
			byte[] readlink(String path) {
				return bytes(path.endsWith("exe") ? "/opt/jdk/bin/java (deleted)" : "/srv (deleted)/app");
			}
		});
		ProcessImage image = ProcessImage.read(posix);
		assertThat(text(image.executable())).isEqualTo("/opt/jdk/bin/java");
		assertThat(text(image.workingDirectory())).isEqualTo("/srv (deleted)/app");
	}

	@Test
	void withInheritedStateAddsVariable() {
		assertThat(texts(image("A=1", "B=2").withInheritedState(STATE).environment())).containsExactly("A=1", "B=2",
				STATE.toVariable());
	}

	@Test
	void withInheritedStateReplacesVariable() {
		ProcessImage image = image("_JDAEMON=pid=1", "A=1", "_JDAEMONX=2", "_JDAEMON");
		assertThat(texts(image.withInheritedState(STATE).environment())).containsExactly("A=1", "_JDAEMONX=2",
				"_JDAEMON", STATE.toVariable());
	}

	@Test
	void withInheritedStateReplacesEmptyVariable() {
		assertThat(texts(image("_JDAEMON=").withInheritedState(STATE).environment()))
			.containsExactly(STATE.toVariable());
	}

	@Test
	void withInheritedStateKeepsEverythingElse() {
		ProcessImage image = image("A=1");
		ProcessImage next = image.withInheritedState(STATE);
		assertThat(next.arguments()).isEqualTo(image.arguments());
		assertThat(next.executable()).isEqualTo(image.executable());
		assertThat(next.workingDirectory()).isEqualTo(image.workingDirectory());
	}

	@Test
	void withNativeAccessAddsFirstOption() {
		ProcessImage next = image("A=1").withNativeAccess();
		assertThat(texts(next.arguments())).containsExactly("java", "--enable-native-access=ALL-UNNAMED", "-jar",
				"orders.jar");
		assertThat(texts(next.environment())).containsExactly("A=1");
	}

	@Test
	void relocatedMakesPathsAbsoluteAndKeepsEverythingElse() {
		ProcessImage image = image("A=1", "CLASSPATH=a", "JDK_JAVA_OPTIONS=-Xmx9m -cp /a");
		ProcessImage.Relocated relocated = image.relocated((file) -> "");
		assertThat(texts(relocated.image().arguments())).containsExactly("java", "-jar", "/srv/orders.jar");
		assertThat(relocated.image().environment()).isEqualTo(image.environment());
		assertThat(relocated.image().executable()).isEqualTo(image.executable());
		assertThat(relocated.relative()).isEmpty();
	}

	@Test
	void relocatedKeepsBytesThatAreNotText() {
		byte[] argument = { '-', (byte) 0xC3, (byte) 0x28, (byte) 0xFF };
		byte[] directory = { '/', (byte) 0xFE };
		ProcessImage image = new ProcessImage(bytes("/usr/bin/java"),
				List.of(bytes("java"), argument, bytes("-jar"), bytes("a")), List.of(), directory);
		assertThat(image.relocated((file) -> "").image().arguments()).containsExactly(bytes("java"), argument,
				bytes("-jar"), new byte[] { '/', (byte) 0xFE, '/', 'a' });
	}

	@Test
	void relocatedWhenClassPathVariableIsUsedMakesItAbsolute() {
		ProcessImage image = new ProcessImage(bytes("/usr/bin/java"), List.of(bytes("java"), bytes("org.Main")),
				List.of(bytes("CLASSPATH=a:/b"), bytes("A=b")), bytes("/srv"));
		assertThat(texts(image.relocated((file) -> "").image().environment())).containsExactly("CLASSPATH=/srv/a:/b",
				"A=b");
	}

	@Test
	void relocatedReportsWhatItCannotChange() {
		ProcessImage image = new ProcessImage(bytes("/usr/bin/java"),
				List.of(bytes("java"), bytes("@opts"), bytes("org.Main")),
				List.of(bytes("JAVA_TOOL_OPTIONS=-javaagent:a.jar")), bytes("/srv"));
		assertThat(image.relocated((file) -> "-cp a").relative()).containsExactly("opts", "JAVA_TOOL_OPTIONS");
	}

	@Test
	void sizeCountsStringsTerminatorsAndPointers() {
		assertThat(image("A=1").size()).isEqualTo((4 + 4 + 10 + 3) + 4 * (1 + 8));
	}

	private static ProcessImage image(String... environment) {
		return new ProcessImage(bytes("/usr/bin/java"),
				Stream.of("java", "-jar", "orders.jar").map(ProcessImageTests::bytes).toList(),
				Stream.of(environment).map(ProcessImageTests::bytes).toList(), bytes("/srv"));
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.ISO_8859_1);
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.ISO_8859_1);
	}

	private static List<String> texts(List<byte[]> strings) {
		return strings.stream().map(ProcessImageTests::text).toList();
	}

}
