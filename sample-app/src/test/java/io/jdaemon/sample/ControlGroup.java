package io.jdaemon.sample;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import static io.jdaemon.sample.Waiting.patiently;

/**
 * A control group of version 2 for one test, with the groups that its processes create
 * below, see cgroups(7).
 */
final class ControlGroup implements AfterEachCallback {

	private static final Path MOUNTS = Path.of("/proc/self/mounts");

	private final String name = "jdaemon-" + UUID.randomUUID();

	private Path directory;

	/**
	 * Create it.
	 * @return whether it could be created
	 */
	boolean create() {
		Optional<Path> root = TextFile.read(MOUNTS)
			.lines()
			.map((mount) -> mount.split(" "))
			.filter((mount) -> mount[2].equals("cgroup2"))
			.map((mount) -> Path.of(mount[1]))
			.findFirst();
		if (root.isPresent() && root.get().resolve(this.name).toFile().mkdir()) {
			this.directory = root.get().resolve(this.name);
		}
		return this.directory != null;
	}

	/**
	 * The path of the group.
	 * @return the path, empty if it is not created
	 */
	String path() {
		return (this.directory != null) ? this.directory.toString() : "";
	}

	@Override
	public void afterEach(ExtensionContext context) {
		if (this.directory != null) {
			// A group can be removed once its last process has ended.
			patiently().ignoreException(FileSystemException.class).until(() -> {
				remove(this.directory);
				return true;
			});
		}
	}

	// Neither unlink(2) nor remove(3) does it, so no method of java.io.File.
	private static void remove(Path group) throws IOException {
		try (DirectoryStream<Path> below = Files.newDirectoryStream(group, Files::isDirectory)) {
			for (Path child : below) {
				remove(child);
			}
		}
		Files.delete(group);
	}

}
