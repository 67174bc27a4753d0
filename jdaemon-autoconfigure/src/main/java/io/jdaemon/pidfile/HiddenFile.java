package io.jdaemon.pidfile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

import io.jdaemon.posix.FileStatus;
import io.jdaemon.posix.OpenFlag;
import io.jdaemon.posix.PathName;
import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixException;

/**
 * The hidden name beside a PID file, under which the file is claimed. jdaemon writes only
 * to a file that it has created there itself. Whatever else has that name is removed if
 * it is stale, and refused if it is not a file that jdaemon has left.
 *
 * @param path the PID file
 * @param name the hidden name
 */
record HiddenFile(Posix posix, String path, String name) {

	// Not a number, and as long as the longest PID: so it names no process, and to
	// publish the PID takes no space that a full disk would not have.
	private static final String CLAIMED = "starting\n";

	private static final int MODE = 0644;

	/**
	 * Create the file, lock it and write to it.
	 * @return its descriptor, or empty if there is a file of that name, or if another
	 * process is just looking at the new one
	 * @throws IOException if that is not possible; nothing is left behind
	 */
	OptionalInt create() throws IOException {
		int descriptor;
		try {
			descriptor = this.posix.open(this.name, MODE, OpenFlag.RDWR, OpenFlag.CREAT, OpenFlag.EXCL,
					OpenFlag.NOFOLLOW, OpenFlag.NOCTTY);
		}
		catch (PosixException ex) {
			if (ex.errno() == PosixException.EEXIST) {
				return OptionalInt.empty();
			}
			throw ex;
		}
		try {
			if (lock(descriptor) && isAt(descriptor)) {
				this.posix.pwrite(descriptor, CLAIMED.getBytes(StandardCharsets.US_ASCII), 0);
				return OptionalInt.of(descriptor);
			}
		}
		catch (IOException ex) {
			if (isAt(descriptor)) {
				this.posix.unlink(this.name);
			}
			this.posix.close(descriptor);
			throw ex;
		}
		this.posix.close(descriptor);
		return OptionalInt.empty();
	}

	/**
	 * Remove the file that has the name, if no process has locked it.
	 * @throws PidFileHeldException if another process has locked it
	 * @throws IOException if it is not a file that jdaemon has left; it stays as it is
	 */
	void removeStale() throws IOException {
		FileStatus found = this.posix.lstat(this.name);
		if (found == null) {
			return;
		}
		if (!found.regular()) {
			throw inTheWay("is a " + found.type());
		}
		int descriptor;
		try {
			descriptor = this.posix.open(this.name, 0, OpenFlag.RDONLY, OpenFlag.NOFOLLOW, OpenFlag.NONBLOCK,
					OpenFlag.NOCTTY);
		}
		catch (PosixException ex) {
			if (ex.errno() == PosixException.ENOENT) {
				return;
			}
			throw inTheWay("cannot be read: " + ex.reason());
		}
		try {
			removeStale(descriptor);
		}
		finally {
			this.posix.close(descriptor);
		}
	}

	private void removeStale(int descriptor) throws IOException {
		if (!lock(descriptor)) {
			new PidFileLock(this.posix, this.path).requireFree(descriptor);
			// Another process only looked at it, or it is free by now.
			return;
		}
		if (isAt(descriptor)) {
			byte[] content = this.posix.read(descriptor, PidFileLock.LONGEST_PID + 1);
			if (!leftByUs(new String(content, StandardCharsets.ISO_8859_1))) {
				throw inTheWay("has a content that is not jdaemon's");
			}
			this.posix.unlink(this.name);
		}
	}

	// Nothing, the word, a PID, or the rest of the word after a PID; zeros after a power
	// failure.
	private static boolean leftByUs(String content) {
		return CLAIMED.endsWith(content.replaceFirst("^\\d+\n?", "")) || content.matches("\\x00{1,9}");
	}

	private boolean lock(int descriptor) throws IOException {
		try {
			return this.posix.flock(descriptor, true);
		}
		catch (PosixException ex) {
			throw new IOException("its file system cannot lock it: " + ex.reason(), ex);
		}
	}

	private boolean isAt(int descriptor) throws IOException {
		FileStatus visible = this.posix.lstat(this.name);
		return visible != null && visible.sameFile(this.posix.fstat(descriptor));
	}

	private IOException inTheWay(String problem) {
		return new IOException(PathName.absolute(this.name) + ", which jdaemon locks first, " + problem);
	}

}
