package io.jdaemon.output;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import io.jdaemon.posix.Credentials;
import io.jdaemon.posix.OpenFlag;
import io.jdaemon.posix.PathName;
import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixException;

/**
 * Opens a file for another user. If root simply opened a path and gave the file away, the
 * user could replace the path with a link and so get any file of the system. So the file
 * is opened as that user. If the user lacks the permission, root opens the file and gives
 * it away, but only if the user can change nothing on the path to it.
 *
 * @param owner the user that is to own the file
 */
record OwnedFileOpener(Posix posix, Credentials owner) {

	// A link that leads to itself fails with ELOOP in the first attempt, as the user, but
	// it may have been created since.
	private static final int MAX_LINKS = 40;

	private static final int S_ISVTX = 01000;

	/**
	 * Open a file.
	 * @param path the file
	 * @param mode the permission bits of a file that is created, before the umask
	 * @param flags how to open the file
	 * @return the descriptor
	 * @throws PosixException if the file cannot be opened as the user, or safely by root
	 */
	int open(String path, int mode, OpenFlag... flags) throws PosixException {
		try {
			return asOwner(() -> this.posix.open(path, mode, flags));
		}
		catch (PosixException ex) {
			if (ex.errno() != PosixException.EACCES) {
				throw ex;
			}
			return openAsRoot(safePath(path).orElseThrow(() -> ex), mode, flags);
		}
	}

	private int openAsRoot(String path, int mode, OpenFlag... flags) throws PosixException {
		OpenFlag[] withoutLinks = Stream.concat(Arrays.stream(flags), Stream.of(OpenFlag.NOFOLLOW))
			.toArray(OpenFlag[]::new);
		int descriptor = this.posix.open(path, mode, withoutLinks);
		try {
			// A device keeps its owner.
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

	// The path with all links resolved, or empty if the user could change any part of it
	private Optional<String> safePath(String path) throws PosixException {
		try {
			Set<Path> entries = new LinkedHashSet<>();
			Path resolved = resolve(PathName.path(path), entries, 0);
			for (Path entry : entries) {
				if (isChangeable(entry, entry.equals(resolved))) {
					return Optional.empty();
				}
			}
			return Optional.of(PathName.of(resolved));
		}
		catch (PosixException ex) {
			throw ex;
		}
		catch (IOException ex) {
			return Optional.empty();
		}
	}

	private static Path resolve(Path path, Set<Path> entries, int links) throws IOException {
		Path resolved = path.getRoot();
		for (Path name : path) {
			Path next = resolved.resolve(name).normalize();
			entries.add(next);
			if (Files.isSymbolicLink(next)) {
				if (links > MAX_LINKS) {
					throw new FileSystemLoopException(path.toString());
				}
				next = resolve(resolved.resolve(Files.readSymbolicLink(next)), entries, links + 1);
			}
			resolved = next;
		}
		return resolved;
	}

	// In a sticky directory like /tmp the user can change only entries that the user
	// owns, but can add an entry that does not exist. The last entry may be such a new
	// one, a hard link to any file; a directory cannot be hard-linked.
	private boolean isChangeable(Path entry, boolean last) throws IOException {
		Path directory = entry.getParent();
		if (directory == null) {
			return false;
		}
		if (isOwned(directory)) {
			return true;
		}
		boolean writable = asOwner(() -> this.posix.access(PathName.of(directory), Posix.W_OK));
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
