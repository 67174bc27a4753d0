package io.jdaemon.bench.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The directory that the daemon runs in; a temporary one unless it was given.
 *
 * @param path where it is
 * @param temporary whether it is removed at the end
 */
public record WorkingDirectory(Path path, boolean temporary) {

	public static WorkingDirectory prepare(Optional<Path> given) throws IOException {
		return given.isPresent() ? new WorkingDirectory(Files.createDirectories(given.get()), false)
				: new WorkingDirectory(Files.createTempDirectory("jdaemon-bench"), true);
	}

	public void remove() throws IOException {
		if (!this.temporary || !Files.exists(this.path)) {
			return;
		}
		try (Stream<Path> tree = Files.walk(this.path)) {
			for (Path file : tree.sorted(Comparator.reverseOrder()).toList()) {
				Files.deleteIfExists(file);
			}
		}
	}

}
