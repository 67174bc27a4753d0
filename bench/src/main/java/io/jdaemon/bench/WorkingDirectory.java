package io.jdaemon.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The directory that the daemon runs in; removed at the end if it was not given.
 */
final class WorkingDirectory {

	private final Path directory;

	private final boolean temporary;

	private WorkingDirectory(Path directory, boolean temporary) {
		this.directory = directory;
		this.temporary = temporary;
	}

	static WorkingDirectory prepare(Optional<Path> given) throws IOException {
		return given.isPresent() ? new WorkingDirectory(Files.createDirectories(given.get()), false)
				: new WorkingDirectory(Files.createTempDirectory("jdaemon-bench"), true);
	}

	Path directory() {
		return this.directory;
	}

	void remove() throws IOException {
		if (!this.temporary || !Files.exists(this.directory)) {
			return;
		}
		List<Path> paths;
		try (Stream<Path> tree = Files.walk(this.directory)) {
			paths = tree.sorted(Comparator.reverseOrder()).toList();
		}
		for (Path path : paths) {
			Files.deleteIfExists(path);
		}
	}

}
