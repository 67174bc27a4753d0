package io.jdaemon.output;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import io.jdaemon.posix.Credentials;
import io.jdaemon.posix.OpenFlag;
import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixException;

/**
 * Opens a file for another user. Who opens a path as root and gives the file away could
 * be led by that user, who replaces the path by a link, to give away any file of the
 * system. So the file is opened as that user; as root only where the user could not have
 * laid a trap, because nothing on the way can be written by the user.
 *
 * @param owner whose file it is to be
 */
record OwnedFileOpener(Posix posix, Credentials owner) {

	// Links that point to themselves have failed before, but may have been laid since.
	private static final int MOST_LINKS = 40;

	private static final int S_ISVTX = 01000;

	int open(String path, int mode, OpenFlag... flags) throws PosixException {
		try {
			return asOwner(() -> this.posix.open(path, mode, flags));
		}
		catch (PosixException ex) {
			if (ex.errno() != PosixException.EACCES) {
				throw ex;
			}
			return give(safe(path).orElseThrow(() -> ex), mode, flags);
		}
	}

	private int give(String path, int mode, OpenFlag... flags) throws PosixException {
		OpenFlag[] withoutLinks = Stream.concat(Arrays.stream(flags), Stream.of(OpenFlag.NOFOLLOW))
			.toArray(OpenFlag[]::new);
		int descriptor = this.posix.open(path, mode, withoutLinks);
		try {
			// A device stays its owner's.
			if (this.posix.fstat(descriptor).regular()) {
				this.posix.fchown(descriptor, this.owner.uid(), this.owner.gid());
			}
			return descriptor;
		}
		catch (PosixException ex) {
			this.posix.close(descriptor);
			throw ex;
		}
	}

	// The path without links, unless the user could have changed the way.
	private Optional<String> safe(String path) throws PosixException {
		try {
			Set<Path> entries = new LinkedHashSet<>();
			Path resolved = resolve(Path.of(path).toAbsolutePath(), entries, 0);
			for (Path entry : entries) {
				if (isChangeable(entry, entry.equals(resolved))) {
					return Optional.empty();
				}
			}
			return Optional.of(resolved.toString());
		}
		catch (PosixException ex) {
			throw ex;
		}
		catch (IOException | InvalidPathException ex) {
			return Optional.empty();
		}
	}

	private static Path resolve(Path path, Set<Path> entries, int links) throws IOException {
		Path resolved = path.getRoot();
		for (Path name : path) {
			Path next = resolved.resolve(name).normalize();
			entries.add(next);
			if (Files.isSymbolicLink(next)) {
				if (links > MOST_LINKS) {
					throw new FileSystemLoopException(path.toString());
				}
				next = resolve(resolved.resolve(Files.readSymbolicLink(next)), entries, links + 1);
			}
			resolved = next;
		}
		return resolved;
	}

	// In a directory like /tmp the user can change what is the user's only, and add what
	// is not there: a hard link to a file, but not to a directory.
	private boolean isChangeable(Path entry, boolean last) throws IOException {
		Path directory = entry.getParent();
		if (directory == null) {
			return false;
		}
		if (isOwned(directory)) {
			return true;
		}
		boolean writable = asOwner(() -> this.posix.access(directory.toString(), Posix.W_OK));
		return writable && (last || !isSticky(directory) || isOwned(entry));
	}

	private boolean isOwned(Path path) throws IOException {
		return Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS).equals(this.owner.uid());
	}

	private static boolean isSticky(Path directory) throws IOException {
		return ((int) Files.getAttribute(directory, "unix:mode") & S_ISVTX) != 0;
	}

	private <T> T asOwner(Posix.Task<T> task) throws PosixException {
		try {
			return this.posix.withCredentials(this.owner, task);
		}
		catch (PosixException ex) {
			throw ex;
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
