package io.jdaemon.warm;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import io.jdaemon.posix.OpenFlag;
import io.jdaemon.posix.PathName;
import io.jdaemon.posix.Posix;

/**
 * The versions in a directory that are no longer used. A version is used last when its
 * list was modified last. One that a process runs from is locked by it, see flock(2).
 *
 * @param directory the directory of all versions
 */
record StaleVersions(Posix posix, Path directory) {

	private static final String VERSION = "(\\.tmp-.*|[0-9a-f]{16})";

	/**
	 * Remove all but the last used versions.
	 * @param kept how many versions to keep besides
	 * @param own the version that is not removed in any case
	 * @throws IOException if something cannot be removed
	 */
	void remove(int kept, Path own) throws IOException {
		List<Path> others;
		try (Stream<Path> all = Files.list(this.directory)) {
			others = all.filter((version) -> version.getFileName().toString().matches(VERSION))
				.filter((version) -> !version.equals(own))
				.sorted(Comparator.comparing(StaleVersions::lastUse).reversed())
				.toList();
		}
		int complete = 0;
		for (Path version : others) {
			boolean candidate = !lastUse(version).equals(FileTime.fromMillis(0));
			if (!candidate || ++complete > kept) {
				removeUnlessUsed(version);
			}
		}
	}

	private static FileTime lastUse(Path version) {
		try {
			return Files.getLastModifiedTime(version.resolve(WarmVersion.LIST), LinkOption.NOFOLLOW_LINKS);
		}
		catch (IOException ex) {
			// Incomplete
			return FileTime.fromMillis(0);
		}
	}

	private void removeUnlessUsed(Path version) throws IOException {
		Path list = version.resolve(WarmVersion.LIST);
		if (!Files.exists(list)) {
			removeAll(version);
			return;
		}
		int descriptor = this.posix.open(PathName.of(list), 0, OpenFlag.RDONLY, OpenFlag.NOFOLLOW);
		try {
			if (this.posix.flock(descriptor, true)) {
				removeAll(version);
			}
		}
		finally {
			this.posix.close(descriptor);
		}
	}

	/**
	 * Remove a file, or a directory with all that is in it.
	 * @param path the file
	 * @throws IOException if it cannot be removed
	 */
	static void removeAll(Path path) throws IOException {
		Files.walkFileTree(path, new SimpleFileVisitor<>() {

			@Override
			public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
				Files.delete(file);
				return FileVisitResult.CONTINUE;
			}

			@Override
			public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
				if (failure instanceof NoSuchFileException) {
					return FileVisitResult.CONTINUE;
				}
				throw failure;
			}

			@Override
			public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
				Files.delete(directory);
				return FileVisitResult.CONTINUE;
			}

		});
	}

}
