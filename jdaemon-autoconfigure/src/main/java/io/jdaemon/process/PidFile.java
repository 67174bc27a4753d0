package io.jdaemon.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

import io.jdaemon.posix.FileStatus;
import io.jdaemon.posix.OpenFlag;
import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixException;
import org.jspecify.annotations.Nullable;

/**
 * The file that names the daemon, locked with flock(2) for as long as the daemon lives.
 * <p>
 * One inode goes through three states. <em>Claimed</em>: empty, locked, under a hidden
 * name beside the PID file. <em>Published</em>: it holds the PID and has been renamed to
 * the PID file, so that no reader ever sees that empty or in part. <em>Retired</em>: back
 * under the hidden name while the daemon closes, so that the PID file is gone and yet no
 * other start can win. The lock is held from the first to the last, over spawn and exec:
 * it belongs to the open file description. An unlocked file of either name is a leftover
 * and means nothing.
 */
public final class PidFile {

	private static final int ATTEMPTS = 1000;

	private static final int MODE = 0644;

	private static final int LONGEST_PID = 32;

	private final Posix posix;

	private final String path;

	private final String hiddenPath;

	private final int descriptor;

	private boolean released;

	private PidFile(Posix posix, String path, int descriptor) {
		this.posix = posix;
		this.path = path;
		this.hiddenPath = hidden(path);
		this.descriptor = descriptor;
	}

	private static String hidden(String path) {
		int name = path.lastIndexOf('/') + 1;
		return path.substring(0, name) + "." + path.substring(name) + ".lock";
	}

	/**
	 * Take the lock.
	 * @param posix the system calls
	 * @param path the PID file
	 * @return the claimed file
	 * @throws PidFileHeldException if another process has the lock
	 * @throws IOException if the file cannot be created
	 */
	public static PidFile claim(Posix posix, String path) throws IOException {
		for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
			FileStatus status = posix.lstat(path);
			if (status != null && !status.regular()) {
				throw new IOException("it is a " + status.type());
			}
			requireUnlocked(posix, path);
			PidFile claimed = tryClaim(posix, path);
			if (claimed != null) {
				return claimed;
			}
		}
		throw new IOException("it was replaced again and again");
	}

	// A holder may rename or remove either name at any moment, but its file is always
	// under one of the two: so look at the hidden name, at the other, and at the hidden
	// name again.
	private static @Nullable PidFile tryClaim(Posix posix, String path) throws IOException {
		int descriptor = posix.open(hidden(path), MODE, OpenFlag.RDWR, OpenFlag.CREAT, OpenFlag.NOFOLLOW,
				OpenFlag.NONBLOCK, OpenFlag.NOCTTY);
		if (!posix.flock(descriptor, true)) {
			posix.close(descriptor);
			throw new PidFileHeldException(path, holder(posix, path));
		}
		PidFile claimed = new PidFile(posix, path, descriptor);
		try {
			if (claimed.isAt(claimed.hiddenPath)) {
				requireUnlocked(posix, path);
				if (claimed.isAt(claimed.hiddenPath)) {
					claimed.removeLeftover();
					return claimed;
				}
			}
		}
		catch (IOException ex) {
			claimed.release();
			throw ex;
		}
		posix.close(descriptor);
		return null;
	}

	// A shared lock, so that two who look at the same leftover do not take each other for
	// its holder.
	private static void requireUnlocked(Posix posix, String path) throws IOException {
		try {
			int other = posix.open(path, 0, OpenFlag.RDONLY, OpenFlag.NOFOLLOW, OpenFlag.NONBLOCK, OpenFlag.NOCTTY);
			try {
				if (!posix.flock(other, false)) {
					throw new PidFileHeldException(path, holder(posix, path));
				}
			}
			finally {
				posix.close(other);
			}
		}
		catch (PosixException ex) {
			if (ex.errno() != PosixException.ENOENT) {
				throw ex;
			}
		}
	}

	private void removeLeftover() throws IOException {
		if (this.posix.lstat(this.path) != null) {
			this.posix.unlink(this.path);
		}
	}

	// What an unlocked file says is of no interest.
	private static OptionalInt holder(Posix posix, String path) {
		try {
			int descriptor = posix.open(path, 0, OpenFlag.RDONLY, OpenFlag.NOFOLLOW, OpenFlag.NONBLOCK);
			try {
				if (posix.flock(descriptor, false)) {
					return OptionalInt.empty();
				}
				String text = new String(posix.read(descriptor, LONGEST_PID), StandardCharsets.US_ASCII);
				return OptionalInt.of(Integer.parseInt(text.strip()));
			}
			finally {
				posix.close(descriptor);
			}
		}
		catch (PosixException | NumberFormatException ex) {
			return OptionalInt.empty();
		}
	}

	/**
	 * Go on with a locked file that the previous image or the launcher handed over.
	 * @param posix the system calls
	 * @param path the PID file
	 * @param descriptor the locked file
	 * @return the file, or {@code null} if the descriptor is of no file of that name
	 * @throws IOException if the kernel refuses
	 */
	public static @Nullable PidFile inherited(Posix posix, String path, int descriptor) throws IOException {
		posix.closeOnExec(descriptor, true);
		PidFile file = new PidFile(posix, path, descriptor);
		return (file.isAt(file.path) || file.isAt(file.hiddenPath)) ? file : null;
	}

	/**
	 * The PID file that a descriptor was opened for, under whatever name it has now.
	 * @param posix the system calls
	 * @param descriptor the locked file
	 * @return the file
	 * @throws IOException if the kernel refuses
	 */
	public static PidFile of(Posix posix, int descriptor) throws IOException {
		byte[] name = posix.readlink("/proc/self/fd/" + descriptor);
		return new PidFile(posix, new String(name, StandardCharsets.UTF_8), descriptor);
	}

	/**
	 * Write the PID and make the file visible. A published file is left as it is.
	 * @param pid the process ID of the daemon
	 * @throws IOException if the file cannot be written
	 */
	public void publish(long pid) throws IOException {
		if (isAt(this.path)) {
			return;
		}
		this.posix.truncate(this.descriptor);
		this.posix.write(this.descriptor, (pid + "\n").getBytes(StandardCharsets.US_ASCII));
		this.posix.rename(this.hiddenPath, this.path);
	}

	/**
	 * Make the file invisible, and keep the lock.
	 * @throws IOException if the kernel refuses
	 */
	public synchronized void retire() throws IOException {
		if (!this.released && isAt(this.path)) {
			this.posix.rename(this.path, this.hiddenPath);
		}
	}

	/**
	 * Remove the file, if it is still ours, and give up the lock. The second call does
	 * nothing.
	 * @throws IOException if the kernel refuses
	 */
	public synchronized void release() throws IOException {
		if (this.released) {
			return;
		}
		this.released = true;
		for (String name : new String[] { this.path, this.hiddenPath }) {
			if (isAt(name)) {
				this.posix.unlink(name);
			}
		}
		this.posix.close(this.descriptor);
	}

	private boolean isAt(String name) throws IOException {
		FileStatus visible = this.posix.lstat(name);
		return visible != null && visible.sameFile(this.posix.fstat(this.descriptor));
	}

	/**
	 * The open and locked file.
	 * @return a descriptor
	 */
	public int descriptor() {
		return this.descriptor;
	}

	/**
	 * The name of the file while it is not visible.
	 * @return a path in the same directory
	 */
	public String hiddenPath() {
		return this.hiddenPath;
	}

	/**
	 * The path as it was configured.
	 * @return the path
	 */
	public String path() {
		return this.path;
	}

}
