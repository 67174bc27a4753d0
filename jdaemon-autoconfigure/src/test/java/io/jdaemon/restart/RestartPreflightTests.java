package io.jdaemon.restart;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

import io.jdaemon.KernelTest;
import io.jdaemon.posix.PosixException;
import io.jdaemon.posix.PosixOverrides;
import io.jdaemon.process.ProcessImage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RestartPreflight}, with a kernel that changes no directory.
 */
@KernelTest
class RestartPreflightTests {

	@TempDir
	private Path directory;

	private final Kernel kernel = new Kernel();

	private Path jar;

	private String executable = "/bin/true";

	private List<byte[]> environment = List.of();

	private List<String> options = List.of();

	@BeforeEach
	void createJar() throws IOException {
		this.jar = jar("orders.jar", null);
	}

	@Test
	void refusalWhenRestartCouldSucceedIsEmpty() {
		assertThat(refusal(this.jar)).isEmpty();
		assertThat(this.kernel.directory).isEqualTo("/srv");
	}

	@Test
	void refusalWhenJarIsMissingNamesIt() throws IOException {
		Files.delete(this.jar);
		assertThat(refusal(this.jar)).isEqualTo("The jar " + this.jar + " is missing.");
	}

	@Test
	void refusalNamesTheWholePathOfARelativeJar() throws IOException {
		Path relative = Path.of("").toAbsolutePath().relativize(this.directory).resolve("lib/..");
		assertThat(refusal(relative.resolve("none.jar")))
			.isEqualTo("The jar " + this.directory.resolve("none.jar") + " is missing.");
		Files.createDirectory(this.directory.resolve("lib"));
		jar("orders.jar", "lib/../more.jar");
		assertThat(refusal(relative.resolve("orders.jar")))
			.isEqualTo("The library " + this.directory.resolve("more.jar") + " is missing.");
		Files.writeString(this.directory.resolve("more.jar"), "not yet");
		assertThat(refusal(relative.resolve("orders.jar")))
			.startsWith("The library " + this.directory.resolve("more.jar") + " cannot be read: ");
		Files.writeString(this.jar, "not yet");
		assertThat(refusal(relative.resolve("orders.jar"))).startsWith("The jar " + this.jar + " cannot be read: ");
	}

	@Test
	void refusalWhenJarIsTruncatedNamesIt() throws IOException {
		byte[] whole = Files.readAllBytes(this.jar);
		Files.write(this.jar, Arrays.copyOf(whole, whole.length - 10));
		assertThat(refusal(this.jar)).startsWith("The jar " + this.jar + " cannot be read: ");
	}

	@Test
	void refusalWhenFileIsNotAJarNamesIt() throws IOException {
		Files.writeString(this.jar, "not yet");
		assertThat(refusal(this.jar)).startsWith("The jar " + this.jar + " cannot be read: ");
	}

	@Test
	void refusalWhenJarIsEmptyNamesIt() throws IOException {
		Files.write(this.jar, new byte[0]);
		assertThat(refusal(this.jar)).startsWith("The jar " + this.jar + " cannot be read: ");
	}

	@Test
	void refusalWhenLibraryIsMissingNamesIt() throws IOException {
		this.jar = jar("orders.jar", "lib/more.jar");
		assertThat(refusal(this.jar))
			.isEqualTo("The library " + this.directory.resolve("lib/more.jar") + " is missing.");
	}

	@Test
	void refusalWhenLibraryIsBrokenNamesIt() throws IOException {
		this.jar = jar("orders.jar", "more.jar");
		Files.writeString(this.directory.resolve("more.jar"), "not yet");
		assertThat(refusal(this.jar))
			.startsWith("The library " + this.directory.resolve("more.jar") + " cannot be read");
	}

	@Test
	@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
	void refusalWhenJarIsFifoNamesItAndItsType() throws Exception {
		Path fifo = fifo("pipe.jar");
		assertThat(refusal(fifo)).isEqualTo("The jar " + fifo + " cannot be read: it is a fifo.");
	}

	@Test
	@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
	void refusalWhenLibraryIsFifoNamesItAndItsType() throws Exception {
		this.jar = jar("orders.jar", "more.jar");
		Path fifo = fifo("more.jar");
		assertThat(refusal(this.jar)).isEqualTo("The library " + fifo + " cannot be read: it is a fifo.");
	}

	@Test
	void refusalWhenJarIsLinkToDirectoryNamesItAndItsType() throws IOException {
		Path link = Files.createSymbolicLink(this.directory.resolve("link.jar"), this.directory);
		assertThat(refusal(link)).isEqualTo("The jar " + link + " cannot be read: it is a directory.");
	}

	@Test
	void refusalWhenLibrariesExistIsEmpty() throws IOException {
		jar("more.jar", null);
		jar("other.jar", null);
		this.jar = jar("orders.jar", "more.jar other.jar");
		assertThat(refusal(this.jar)).isEmpty();
	}

	@Test
	void refusalWhenOneOfManyEntriesIsMissingIsEmpty() throws IOException {
		assertThat(refusal(this.jar + ":" + this.directory.resolve("optional.jar"))).isEmpty();
	}

	@Test
	void refusalWhenOneOfManyEntriesIsBrokenNamesIt() throws IOException {
		Path broken = Files.writeString(this.directory.resolve("broken.jar"), "not yet");
		assertThat(refusal(this.jar + ":" + broken)).startsWith("The jar " + broken + " cannot be read: ");
	}

	@Test
	void refusalWhenWorkingDirectoryIsGoneNamesIt() {
		this.kernel.directoryGone = true;
		assertThat(refusal(this.jar))
			.isEqualTo("The working directory /srv cannot be entered: No such file or directory.");
	}

	@Test
	void refusalWhenExecutableFailsReportsStatus() {
		this.executable = "/bin/false";
		assertThat(refusal(this.jar))
			.isEqualTo("The Java runtime /bin/false does not work: its -version exited with status 1.");
	}

	@Test
	void refusalWhenExecutableIsMissingNamesIt() {
		this.executable = this.directory.resolve("java").toString();
		assertThat(refusal(this.jar))
			.isEqualTo("The Java runtime " + this.executable + " cannot be executed: No such file or directory.");
	}

	@Test
	void refusalRunsExecutableWithoutJvmOptionsOfTheEnvironment() throws IOException {
		Path script = Files.writeString(this.directory.resolve("java"), """
				#!/bin/sh
				[ "$1" = -version ] && [ -z "$JAVA_TOOL_OPTIONS$JDK_JAVA_OPTIONS$_JAVA_OPTIONS" ] && [ "$KEPT" = yes ]
				""");
		assertThat(script.toFile().setExecutable(true)).isTrue();
		this.executable = script.toString();
		this.environment = Stream
			.of("JAVA_TOOL_OPTIONS=-Da=b", "JDK_JAVA_OPTIONS=-Da=b", "_JAVA_OPTIONS=-Da=b", "KEPT=yes")
			.map(RestartPreflightTests::bytes)
			.toList();
		assertThat(refusal(this.jar)).isEmpty();
	}

	@Test
	void refusalWhenJvmDoesNotAcceptTheCacheItRequiresNamesTheOption() throws IOException {
		Path script = Files.writeString(this.directory.resolve("java"), """
				#!/bin/sh
				[ "$*" = "-version" ] || [ "$*" = "-XX:AOTMode=on -XX:AOTCache=good.aot -cp $JAR -version" ]
				""");
		assertThat(script.toFile().setExecutable(true)).isTrue();
		this.executable = script.toString();
		this.environment = List.of(bytes("JAR=" + this.jar));
		this.options = List.of("-XX:AOTMode=on", "-XX:AOTCache=good.aot", "-Da=b");
		assertThat(refusal(this.jar)).isEmpty();
		this.options = List.of("-XX:AOTMode=on", "-XX:AOTCache=stale.aot");
		assertThat(refusal(this.jar)).isEqualTo("The Java runtime " + script
				+ " does not start with -XX:AOTMode=on: its cache may be older than the jar or the Java runtime."
				+ " Make the cache again, or start without that option. Its -version exited with status 1.");
		this.options = List.of("-XX:AOTCache=stale.aot");
		assertThat(refusal(this.jar)).isEmpty();
	}

	@Test
	void refusalWhenEnvironmentIsTooLargeReportsSizes() {
		this.kernel.stack = 1024 * 1024;
		this.environment = List.of(new byte[300_000]);
		assertThat(refusal(this.jar))
			.matches("Arguments and environment take 30\\d{4} bytes, " + "and the limit on the stack allows 262144\\.");
	}

	@Test
	void refusalWhenStackIsUnlimitedAllowsSixMegabytes() {
		this.kernel.stack = -1;
		this.environment = List.of(new byte[6 * 1024 * 1024]);
		assertThat(refusal(this.jar)).endsWith("and the limit on the stack allows 6291456.");
	}

	private String refusal(Object classPath) {
		List<byte[]> arguments = Stream
			.concat(Stream.concat(Stream.of("java"), this.options.stream()), Stream.of("-jar", classPath.toString()))
			.map(RestartPreflightTests::bytes)
			.toList();
		ProcessImage image = new ProcessImage(bytes(this.executable), arguments, this.environment, bytes("/srv"));
		return new RestartPreflight(PosixOverrides.with(this.kernel), image, classPath.toString()).refusal().orElse("");
	}

	private Path jar(String name, String libraries) throws IOException {
		Manifest manifest = new Manifest();
		manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
		if (libraries != null) {
			manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, libraries);
		}
		Path file = this.directory.resolve(name);
		try (OutputStream out = Files.newOutputStream(file); JarOutputStream jar = new JarOutputStream(out, manifest)) {
			jar.putNextEntry(new JarEntry("content"));
			jar.write(new byte[1000]);
		}
		return file;
	}

	private Path fifo(String name) throws Exception {
		Path fifo = this.directory.resolve(name);
		assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();
		return fifo;
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * The calls that must not touch this process.
	 */
	private static final class Kernel {

		private boolean directoryGone;

		private long stack = 8 * 1024 * 1024;

		private String directory = "";

		void chdir(byte[] directory) throws PosixException {
			if (this.directoryGone) {
				throw new PosixException("chdir", PosixException.ENOENT, "No such file or directory");
			}
			this.directory = new String(directory, StandardCharsets.UTF_8);
		}

		long[] getrlimit(int resource) {
			return new long[] { this.stack, -1 };
		}

	}

}
