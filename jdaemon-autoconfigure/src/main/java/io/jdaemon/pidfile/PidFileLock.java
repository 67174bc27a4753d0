package io.jdaemon.pidfile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

import io.jdaemon.posix.FileStatus;
import io.jdaemon.posix.OpenFlag;
import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixException;

/**
 * The lock of a PID file, flock(2), as another process sees it. A check takes a shared
 * lock for a moment, so that two processes that check the same stale file do not take
 * each other for its holder. {@link PidFile#claim} does not take it for a holder's lock
 * either.
 *
 * @param path the PID file
 */
record PidFileLock(Posix posix, String path) {

	/** How many bytes of a file to read for a PID. */
	static final int LONGEST_PID = 32;

	private static final int NONE = -1;

	private static final Set<Integer> NO_FILE = Set.of(PosixException.ENOENT, PosixException.ELOOP,
			PosixException.ENXIO);

	/**
	 * Whether a process holds the lock. The holder may rename its file at any moment, but
	 * it is always under one of the two names.
	 * @return whether a start would find it held
	 * @throws IOException if the files cannot be read
	 */
	boolean held() throws IOException {
		String hidden = PidFile.hidden(this.path);
		for (String name : List.of(hidden, this.path, hidden)) {
			int descriptor = open(name);
			if (descriptor != NONE) {
				try {
					if (!this.posix.flock(descriptor, false)) {
						return true;
					}
				}
				finally {
					this.posix.close(descriptor);
				}
			}
		}
		return false;
	}

	/**
	 * Require that the published file is not locked.
	 * @throws PidFileHeldException if it is
	 * @throws IOException if it cannot be read
	 */
	void requireFree() throws IOException {
		int published = open(this.path);
		if (published != NONE) {
			try {
				requireFree(published);
			}
			finally {
				this.posix.close(published);
			}
		}
	}

	/**
	 * Require that a file is not locked.
	 * @param descriptor the file, under either name
	 * @throws PidFileHeldException if it is
	 * @throws IOException if it cannot be read
	 */
	void requireFree(int descriptor) throws IOException {
		if (!this.posix.flock(descriptor, false)) {
			throw new PidFileHeldException(this.path, holder(descriptor));
		}
	}

	// The content of a file counts only once it is published, and while that process
	// lives: the lock may have passed to another one.
	private OptionalInt holder(int descriptor) throws IOException {
		FileStatus published = this.posix.lstat(this.path);
		OptionalLong pid = (published != null && published.sameFile(this.posix.fstat(descriptor)))
				? pid(this.posix.read(descriptor, LONGEST_PID)) : OptionalLong.empty();
		return (pid.isPresent() && ProcessHandle.of(pid.getAsLong()).isPresent())
				? OptionalInt.of((int) pid.getAsLong()) : OptionalInt.empty();
	}

	private int open(String name) throws IOException {
		try {
			return this.posix.open(name, 0, OpenFlag.RDONLY, OpenFlag.NOFOLLOW, OpenFlag.NONBLOCK, OpenFlag.NOCTTY);
		}
		catch (PosixException ex) {
			if (NO_FILE.contains(ex.errno())) {
				return NONE;
			}
			throw ex;
		}
	}

	/**
	 * The process that a file names.
	 * @param content how the file begins
	 * @return the process ID, if it is one
	 */
	static OptionalLong pid(byte[] content) {
		String text = new String(content, StandardCharsets.US_ASCII).strip();
		return text.matches("[1-9]\\d{0,8}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
	}

}
