package io.jdaemon.warm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.jdaemon.posix.PathName;
import io.jdaemon.posix.Reason;

/**
 * The directory that all caches of an instance are in. It holds code, so no other user
 * may be able to change it.
 *
 * @param path the absolute path
 * @param user the ID of the user that the application runs as
 */
record WarmDirectory(String path, int user) {

	private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rwx------");

	private static final int S_IFMT = 0xF000;

	private static final int S_IFDIR = 0x4000;

	private static final int S_IFLNK = 0xA000;

	private static final int S_ISVTX = 01000;

	private static final int GROUP_OR_OTHERS_WRITE = 022;

	private static final int OTHERS_WRITE = 02;

	Path file() {
		return PathName.path(this.path);
	}

	/**
	 * Require that the directory may be used.
	 * @throws ColdStartException if there is none, or another user could change it
	 */
	void requirePrivate() throws ColdStartException {
		try {
			Map<String, Object> status = Files.readAttributes(file(), "unix:mode,uid", LinkOption.NOFOLLOW_LINKS);
			int mode = Objects.requireNonNull((Integer) status.get("mode"));
			if ((mode & S_IFMT) != S_IFDIR) {
				throw refused(((mode & S_IFMT) == S_IFLNK) ? "is a symbolic link" : "is not a directory");
			}
			int owner = Objects.requireNonNull((Integer) status.get("uid"));
			if (owner != this.user) {
				throw refused("belongs to the user with the ID " + owner + ", not to the application's");
			}
			if ((mode & GROUP_OR_OTHERS_WRITE) != 0) {
				throw refused("can be written to by other users");
			}
			requireKept();
		}
		catch (NoSuchFileException ex) {
			throw new ColdStartException("There is no cache yet in " + this.path + ".");
		}
		catch (IOException ex) {
			throw refused("cannot be read: " + Reason.of(ex));
		}
	}

	// Who may write to a directory above may put another one in its place, unless the
	// sticky bit is set.
	private void requireKept() throws IOException, ColdStartException {
		for (Path above = file().toRealPath().getParent(); above != null; above = above.getParent()) {
			int mode = (int) Files.getAttribute(above, "unix:mode");
			if ((mode & OTHERS_WRITE) != 0 && (mode & S_ISVTX) == 0) {
				throw refused("can be replaced by other users, who can write to " + PathName.of(above));
			}
		}
	}

	private ColdStartException refused(String problem) {
		return new ColdStartException(
				"The directory " + this.path + " (jdaemon.warm-start-directory) is not used, because it " + problem
						+ ". It contains code: name one that belongs to the application's user alone, with mode 0700.");
	}

	/**
	 * Create the directory unless it exists.
	 * @throws ColdStartException if it cannot be created, or another user could change it
	 */
	void create() throws ColdStartException {
		try {
			if (!Files.exists(file(), LinkOption.NOFOLLOW_LINKS)) {
				Files.createDirectory(file(), PosixFilePermissions.asFileAttribute(PRIVATE));
			}
		}
		catch (IOException ex) {
			throw new ColdStartException("The directory " + this.path
					+ " (jdaemon.warm-start-directory) cannot be created: " + Reason.of(ex) + ".");
		}
		requirePrivate();
	}

}
