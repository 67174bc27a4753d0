package io.jdaemon.pidfile;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.jdaemon.posix.FileStatus;
import io.jdaemon.posix.PathName;
import io.jdaemon.posix.Posix;
import org.jspecify.annotations.Nullable;

/**
 * The file that names the daemon, locked with flock(2) for as long as the daemon lives.
 * <p>
 * One inode goes through three states. <em>Claimed</em>: locked, under a hidden name
 * beside the PID file; its content is a word that is no PID. <em>Published</em>: it
 * contains the PID and has been renamed to the PID file, so that no reader ever sees an
 * incomplete one. <em>Retired</em>: back under the hidden name while the daemon closes,
 * so that the PID file is gone and yet no other start can win. The lock is held from the
 * first state to the last, across spawn and exec: it belongs to the open file
 * description. An unlocked file under either name is stale and is ignored.
 */
public final class PidFile {

	private static final int ATTEMPTS = 1000;

	private final Posix posix;

	private final String path;

	private final String hiddenPath;

	private final int descriptor;

	private boolean retired;

	private boolean released;

	private PidFile(Posix posix, String path, int descriptor) {
		this.posix = posix;
		this.path = path;
		this.hiddenPath = hidden(path);
		this.descriptor = descriptor;
	}

	/**
	 * The name of the file while it is not published.
	 * @param path the PID file
	 * @return a hidden file beside it
	 */
	static String hidden(String path) {
		int name = path.lastIndexOf('/') + 1;
		return path.substring(0, name) + "." + path.substring(name) + ".lock";
	}

	/**
	 * Claim the PID file for a start, which also finds an instance whose file was
	 * deleted.
	 * @param path the PID file
	 * @return the claimed file
	 * @throws PidFileHeldException if another process holds the lock
	 * @throws IOException if the file cannot be created
	 */
	public static PidFile claimForStart(Posix posix, String path) throws IOException {
		PidFile claimed = claim(posix, path);
		try {
			DeletedPidFile.requireNone(path);
			return claimed;
		}
		catch (PidFileHeldException ex) {
			claimed.release();
			throw ex;
		}
	}

	/**
	 * Claim the PID file.
	 * @param path the PID file
	 * @return the claimed file
	 * @throws PidFileHeldException if another process holds the lock
	 * @throws IOException if the file cannot be created
	 */
	public static PidFile claim(Posix posix, String path) throws IOException {
		for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
			FileStatus status = posix.lstat(path);
			if (status != null && !status.regular()) {
				throw new IOException("it is a " + status.type());
			}
			if (status != null && status.size() > PidFileLock.LONGEST_PID) {
				throw new IOException("there is a file with more in it than a PID, " + status.size() + " bytes");
			}
			new PidFileLock(posix, path).requireFree();
			PidFile claimed = tryClaim(posix, path);
			if (claimed != null) {
				return claimed;
			}
		}
		throw new IOException("it was replaced again and again");
	}

	// A holder may rename or remove its file at any moment, but the file is always under
	// one of the two names: so check the hidden name, the other, and the hidden name
	// again.
	private static @Nullable PidFile tryClaim(Posix posix, String path) throws IOException {
		HiddenFile hidden = new HiddenFile(posix, path, hidden(path));
		OptionalInt descriptor = hidden.create();
		if (descriptor.isEmpty()) {
			hidden.removeStale();
			return null;
		}
		PidFile claimed = new PidFile(posix, path, descriptor.getAsInt());
		try {
			if (claimed.isAt(claimed.hiddenPath)) {
				new PidFileLock(posix, path).requireFree();
				if (claimed.isAt(claimed.hiddenPath)) {
					claimed.removeStale();
					return claimed;
				}
			}
		}
		catch (IOException ex) {
			claimed.release();
			throw ex;
		}
		claimed.close();
		return null;
	}

	private void removeStale() throws IOException {
		if (this.posix.lstat(this.path) != null) {
			this.posix.unlink(this.path);
		}
	}

	/**
	 * Claim a second file for the successor of this process, under the hidden name. It
	 * will replace this one.
	 * @return the claimed file
	 * @throws IOException if it cannot be created
	 */
	public PidFile claimSuccessor() throws IOException {
		HiddenFile hidden = new HiddenFile(this.posix, this.path, this.hiddenPath);
		for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
			OptionalInt next = hidden.create();
			if (next.isPresent()) {
				return new PidFile(this.posix, this.path, next.getAsInt());
			}
			try {
				hidden.removeStale();
			}
			catch (PidFileHeldException ex) {
				// Another start is checking who holds the lock, and will give up.
			}
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
		}
		throw new IOException(this.hiddenPath + " is locked by another process");
	}

	/**
	 * Close the descriptor only: the process that shares it keeps the file, its lock and
	 * its name.
	 */
	public synchronized void close() {
		if (!this.released) {
			this.released = true;
			this.posix.close(this.descriptor);
		}
	}

	/**
	 * Whether this file is published.
	 * @return whether the PID file is this inode
	 */
	public boolean published() throws IOException {
		return isAt(this.path);
	}

	/**
	 * Publish a new file in place of the one that a successor has published, and continue
	 * with it: the old inode has lost its name for good.
	 * @param pid the process ID of the daemon
	 * @throws IOException if the file cannot be written
	 */
	public synchronized void publishAgain(long pid) throws IOException {
		PidFile next = claimSuccessor();
		try {
			next.publish(pid);
			// In one step the lock of the old file ends and that of the new one
			// continues.
			this.posix.dup2(next.descriptor, this.descriptor);
			this.posix.closeOnExec(this.descriptor, true);
			next.close();
		}
		catch (IOException ex) {
			next.release();
			throw ex;
		}
	}

	/**
	 * Continue with a locked file that the previous image or the launcher has passed on.
	 * @param path the PID file
	 * @param descriptor the locked file
	 * @return the file, or {@code null} if it is under neither name
	 */
	public static @Nullable PidFile inherited(Posix posix, String path, int descriptor) throws IOException {
		posix.closeOnExec(descriptor, true);
		PidFile file = new PidFile(posix, path, descriptor);
		return (file.isAt(file.path) || file.isAt(file.hiddenPath)) ? file : null;
	}

	/**
	 * The PID file that a descriptor was opened for, under whatever name it has now.
	 * @param descriptor the locked file
	 * @return the file
	 */
	public static PidFile of(Posix posix, int descriptor) throws IOException {
		byte[] name = posix.readlink("/proc/self/fd/" + descriptor);
		return new PidFile(posix, PathName.decode(name), descriptor);
	}

	/**
	 * Write the PID and make the file visible. A published file is left as it is.
	 * @param pid the process ID of the daemon
	 * @throws IOException if the file cannot be written, or is retired or released
	 */
	public synchronized void publish(long pid) throws IOException {
		if (this.retired || this.released) {
			throw new IOException("the process is stopping");
		}
		if (isAt(this.path)) {
			return;
		}
		byte[] content = (pid + "\n").getBytes(StandardCharsets.US_ASCII);
		this.posix.pwrite(this.descriptor, content, 0);
		this.posix.truncate(this.descriptor, content.length);
		if (!isAt(this.hiddenPath)) {
			// Another process may have created a file of its own there since.
			throw new IOException(this.hiddenPath + " was removed or replaced");
		}
		this.posix.rename(this.hiddenPath, this.path);
	}

	/**
	 * Hide the file, and keep the lock. It is not published again.
	 */
	public synchronized void retire() throws IOException {
		this.retired = true;
		if (!this.released && isAt(this.path)) {
			this.posix.rename(this.path, this.hiddenPath);
		}
	}

	/**
	 * Hide the file, and leave it to the exit of the JVM to remove it. That happens after
	 * all shutdown hooks have run, and the lock ends with the process: another instance
	 * does not start while they run.
	 * @throws IOException if the file cannot be hidden
	 */
	public synchronized void leave() throws IOException {
		retire();
		File hidden = new File(this.hiddenPath);
		if (!this.released && isAt(this.hiddenPath)) {
			if (hidden.exists()) {
				try {
					hidden.deleteOnExit();
					return;
				}
				catch (IllegalStateException ex) {
					// The JVM is about to end.
				}
			}
			// Java cannot encode the path, for example.
			release();
		}
	}

	/**
	 * Remove the file, if it is still this inode, and release the lock. A second call
	 * does nothing.
	 */
	public synchronized void release() throws IOException {
		if (this.released) {
			return;
		}
		this.released = true;
		try {
			for (String name : new String[] { this.path, this.hiddenPath }) {
				if (isAt(name)) {
					this.posix.unlink(name);
				}
			}
		}
		finally {
			this.posix.close(this.descriptor);
		}
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
	 * The name of the file while it is not published.
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
