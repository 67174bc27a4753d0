package io.jdaemon.warm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.jdaemon.output.LastWords;
import io.jdaemon.output.StandardStreams;
import io.jdaemon.posix.OpenFlag;
import io.jdaemon.posix.PathName;
import io.jdaemon.posix.Posix;
import io.jdaemon.posix.SpawnRequest;
import io.jdaemon.posix.WaitStatus;
import io.jdaemon.process.ChildProcess;
import io.jdaemon.process.ProcessImage;
import org.jspecify.annotations.Nullable;

/**
 * Extracts an executable jar with the tool of Spring Boot that is in it: classes and
 * manifest in one jar, libraries beside it, each with the time that it has in the
 * executable jar.
 */
final class Extraction {

	private static final Duration LIMIT = Duration.ofMinutes(1);

	private static final Set<String> JVM_VARIABLES = Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

	private final Posix posix;

	private @Nullable ChildProcess child;

	private boolean cancelled;

	Extraction(Posix posix) {
		this.posix = posix;
	}

	/**
	 * Extract a jar.
	 * @param typed contains the Java runtime and the environment
	 * @param jar the jar
	 * @param destination the directory to create
	 * @throws IOException if it fails
	 */
	void run(ProcessImage typed, String jar, String destination) throws IOException {
		int nothing = this.posix.open(StandardStreams.DEV_NULL, 0, OpenFlag.RDWR);
		int output = this.posix.memfdCreate("jdaemon extraction");
		try {
			List<byte[]> command = List
				.of("java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Djarmode=tools", "-jar", jar, "extract",
						"--destination", destination)
				.stream()
				.map(PathName::encode)
				.toList();
			WaitStatus status = await(spawn(new SpawnRequest(typed.executable(), command, environment(typed),
					List.of(nothing, output, output), Set.of())));
			if (status.shellStatus() != 0) {
				throw new IOException("its extraction ended with status " + status.shellStatus() + lastWords(output));
			}
		}
		finally {
			this.posix.close(output);
			this.posix.close(nothing);
		}
	}

	// JVM options in the environment may name ports and files that this process has open.
	private static List<byte[]> environment(ProcessImage typed) {
		return typed.environment()
			.stream()
			.filter((variable) -> !JVM_VARIABLES.contains(WarmImage.text(variable).split("=", 2)[0]))
			.toList();
	}

	private synchronized ChildProcess spawn(SpawnRequest request) throws IOException {
		if (this.cancelled) {
			throw new IOException("it was cancelled");
		}
		ChildProcess child = ChildProcess.spawn(this.posix, request);
		this.child = child;
		return child;
	}

	private WaitStatus await(ChildProcess child) throws IOException {
		try {
			child.onExit().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
		}
		catch (TimeoutException | InterruptedException | ExecutionException ex) {
			child.killGroup();
			this.posix.awaitExit(child.pid());
		}
		return reap(child);
	}

	// Here the child has ended, so that this does not block.
	private synchronized WaitStatus reap(ChildProcess child) throws IOException {
		this.child = null;
		return child.reap();
	}

	/**
	 * End the extraction at once, from any thread. This does not block.
	 */
	synchronized void cancel() {
		this.cancelled = true;
		if (this.child != null) {
			this.child.killGroup();
		}
	}

	private static String lastWords(int output) throws IOException {
		String text = Files.readString(Path.of("/proc/self/fd/" + output), StandardCharsets.ISO_8859_1);
		return LastWords.of(text).map((words) -> ": " + words).orElse("");
	}

}
