package io.jdaemon.bench.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * What it cost to make the cache of a warm start.
 *
 * @param time how long the command took
 * @param processor the processor time of all its processes
 * @param bytes the size of what it has written: the cache and the extracted jar
 */
public record Training(Duration time, Duration processor, long bytes) {

	static Training of(DaemonSettings settings, Path directory, int port)
			throws DaemonException, IOException, InterruptedException {
		Path output = directory.resolve("train.out");
		Duration processorBefore = ProcessorTime.ofChildren();
		long start = System.nanoTime();
		Process process = new ProcessBuilder(settings.trainCommand(port)).directory(directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(output.toFile())
			.start();
		process.getOutputStream().close();
		int status = process.waitFor();
		Duration time = Duration.ofNanos(System.nanoTime() - start);
		if (status != 0) {
			throw new DaemonException(
					"The cache was not made (exit status " + status + "): " + Files.readString(output).strip());
		}
		return new Training(time, ProcessorTime.ofChildren().minus(processorBefore),
				size(directory.resolve(DaemonSettings.CACHES)));
	}

	private static long size(Path directory) throws IOException {
		long size = 0;
		try (Stream<Path> tree = Files.walk(directory)) {
			for (Path file : tree.filter(Files::isRegularFile).toList()) {
				size += Files.size(file);
			}
		}
		return size;
	}

}
