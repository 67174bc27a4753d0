package io.jdaemon.sample;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.TestAbortedException;

import org.springframework.util.FileSystemUtils;

import static io.jdaemon.sample.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A directory for one test, and the end of every process that the test has started, which
 * a variable in its environment identifies. After a failed test it prints what they
 * wrote.
 */
public final class Workbench implements BeforeEachCallback, AfterEachCallback {

	private static final String MARKER = "TEST_OF_JDAEMON";

	private static final int MOST_PRINTED = 12_000;

	private Path directory;

	private String marker;

	@Override
	public void beforeEach(ExtensionContext context) throws IOException {
		this.directory = Files.createTempDirectory("jdaemon-it-").toRealPath();
		this.marker = UUID.randomUUID().toString();
	}

	@Override
	public void afterEach(ExtensionContext context) throws IOException {
		patiently().until(() -> {
			List<ProcFs> left = processes();
			left.forEach((process) -> Signal.KILL.send(process.pid()));
			return left.isEmpty();
		});
		if (context.getExecutionException().filter(Workbench::isFailure).isPresent()) {
			print(context.getDisplayName());
		}
		FileSystemUtils.deleteRecursively(this.directory);
	}

	private static boolean isFailure(Throwable thrown) {
		return !(thrown instanceof TestAbortedException);
	}

	private void print(String test) throws IOException {
		System.err.println("=== " + test + " failed: what its processes wrote");
		try (Stream<Path> files = Files.walk(this.directory)) {
			for (Path file : files.filter((path) -> path.toString().matches(".*\\.(log|out|err|pid)"))
				.filter(Files::isRegularFile)
				.toList()) {
				System.err.println("--- " + file + System.lineSeparator() + end(file));
			}
		}
	}

	private static String end(Path file) throws IOException {
		try (InputStream text = Files.newInputStream(file)) {
			text.skipNBytes(Math.max(0, Files.size(file) - MOST_PRINTED));
			return new String(text.readNBytes(MOST_PRINTED), StandardCharsets.ISO_8859_1);
		}
	}

	public Path directory() {
		return this.directory;
	}

	/**
	 * The sample application in the directory of the test.
	 * @param jdk what it runs on
	 * @return the application, not started
	 */
	SampleDaemon sample(Jdk jdk) {
		return sample(jdk, this.directory);
	}

	SampleDaemon sample(Jdk jdk, Path workingDirectory) {
		return new SampleDaemon(jdk, "sample-app", workingDirectory, MARKER, this.marker);
	}

	/**
	 * Another application in the directory of the test.
	 * @param jdk what it runs on
	 * @param name its name, which is that of its log and its PID file, too
	 * @param jar its jar
	 * @return the application, not started
	 */
	public SampleDaemon application(Jdk jdk, String name, FastJar jar) {
		return new SampleDaemon(jdk, name, this.directory, MARKER, this.marker).jar(jar.jar())
			.options(jar.options().toArray(String[]::new));
	}

	/**
	 * Start another program, which ends with the test.
	 * @param command the program and its arguments
	 * @return its process
	 * @throws IOException if it cannot be started
	 */
	public Process process(String... command) throws IOException {
		return builder(command).start();
	}

	/**
	 * Start another program, which ends with the test and writes to a file.
	 * @param output the name of the file in the directory of the test, to which it is
	 * appended
	 * @param command the program and its arguments
	 * @return its process
	 * @throws IOException if it cannot be started
	 */
	public Process process(Path output, String... command) throws IOException {
		return builder(command).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(this.directory.resolve(output).toFile()))
			.start();
	}

	private ProcessBuilder builder(String... command) {
		ProcessBuilder builder = new ProcessBuilder(command).directory(this.directory.toFile());
		builder.environment().put(MARKER, this.marker);
		return builder;
	}

	/**
	 * The environment of a program that another helper starts, which ends with the test,
	 * too, and keeps its files in the directory of the test.
	 * @return the variables
	 */
	Map<String, String> environment() {
		return Map.of(MARKER, this.marker, "HOME", this.directory.toString(), "TMPDIR", this.directory.toString());
	}

	/**
	 * Check that no process is left, and no PID file.
	 * @param sample the application that was started
	 */
	public void assertNothingLeft(SampleDaemon sample) {
		assertThat(processes()).isEmpty();
		sample.assertNothingVisible();
	}

	/**
	 * The processes that this test has started and that have not ended.
	 * @return the processes
	 */
	public List<ProcFs> processes() {
		String variable = MARKER + "=" + this.marker;
		return ProcFs.find((process) -> process.environment().contains(variable));
	}

}
