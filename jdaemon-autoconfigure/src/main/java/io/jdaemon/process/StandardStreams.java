package io.jdaemon.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.jdaemon.posix.Credentials;
import io.jdaemon.posix.FileStatus;
import io.jdaemon.posix.OpenFlag;
import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixException;
import org.jspecify.annotations.Nullable;

/**
 * The files of a daemon's standard output and error: opened for the spawn, opened again
 * for logrotate.
 */
public final class StandardStreams {

	/** Where output goes to be forgotten: null(4). */
	public static final String DEV_NULL = "/dev/null";

	private static final int STDOUT = 1;

	private static final int STDERR = 2;

	private static final int MODE = 0640;

	private static final OpenFlag[] FLAGS = { OpenFlag.WRONLY, OpenFlag.APPEND, OpenFlag.CREAT, OpenFlag.NOCTTY,
			OpenFlag.NONBLOCK };

	private final Posix posix;

	private final String out;

	private final String err;

	private final @Nullable Credentials owner;

	/**
	 * Describe the streams.
	 * @param posix the system calls
	 * @param out the file of the standard output
	 * @param err the file of the standard error; if the same, they share one open file
	 */
	public StandardStreams(Posix posix, String out, String err) {
		this(posix, out, err, null);
	}

	/**
	 * Describe the streams of a process that will run as somebody else.
	 * @param posix the system calls
	 * @param out the file of the standard output
	 * @param err the file of the standard error
	 * @param owner as whom it will run
	 */
	public StandardStreams(Posix posix, String out, String err, @Nullable Credentials owner) {
		this.posix = posix;
		this.out = out;
		this.err = err;
		this.owner = owner;
	}

	/**
	 * Open the files for a process that is starting. In place of /dev/null, which keeps
	 * nothing, stands a file in memory that can still be read when the start has failed.
	 * @return the open files
	 * @throws IOException if one cannot be opened; its message names the file
	 */
	public Opened openForStart() throws IOException {
		int first = openForStart(this.out);
		try {
			int second = this.err.equals(this.out) ? first : openForStart(this.err);
			return new Opened(this.posix, first, this.posix.fstat(first).size(), second,
					this.posix.fstat(second).size());
		}
		catch (IOException ex) {
			this.posix.close(first);
			throw ex;
		}
	}

	private int openForStart(String path) throws IOException {
		return path.equals(DEV_NULL) ? this.posix.memfdCreate("jdaemon output") : open(path);
	}

	private int open(String path) throws IOException {
		try {
			// Without O_NONBLOCK the open of a fifo waits for its reader.
			int descriptor = (this.owner != null) ? new GivenFile(this.posix, this.owner).open(path, MODE, FLAGS)
					: this.posix.open(path, MODE, FLAGS);
			FileStatus status = this.posix.fstat(descriptor);
			if (!status.regular() && !status.characterDevice()) {
				this.posix.close(descriptor);
				throw new OutputException(path, "it is a " + status.type());
			}
			return descriptor;
		}
		catch (PosixException ex) {
			throw new OutputException(path,
					(ex.errno() == PosixException.ENXIO) ? "it is a fifo or a socket" : ex.reason());
		}
	}

	/**
	 * Open the files anew and put them in place of this process's standard output and
	 * error. Nothing is lost: dup2(2) replaces a descriptor in one step.
	 * @throws IOException if a file cannot be opened; then both streams stay as they are
	 */
	public void reopen() throws IOException {
		int first = open(this.out);
		try {
			int second = this.err.equals(this.out) ? first : open(this.err);
			this.posix.dup2(first, STDOUT);
			this.posix.dup2(second, STDERR);
			if (second != first) {
				this.posix.close(second);
			}
		}
		finally {
			this.posix.close(first);
		}
	}

	/**
	 * Whether anything is kept in memory until the start has succeeded.
	 * @return whether one of the streams goes to /dev/null
	 */
	public boolean discarding() {
		return this.out.equals(DEV_NULL) || this.err.equals(DEV_NULL);
	}

	/**
	 * The streams' files, for messages.
	 * @return one path, or two
	 */
	public List<String> paths() {
		return this.out.equals(this.err) ? List.of(this.out) : List.of(this.out, this.err);
	}

	/**
	 * The files that a starting process writes to.
	 *
	 * @param posix the system calls
	 * @param out descriptor of the output
	 * @param outStart its size before the start
	 * @param err descriptor of the error output
	 * @param errStart its size before the start
	 */
	public record Opened(Posix posix, int out, long outStart, int err, long errStart) implements AutoCloseable {

		/**
		 * Copy what has been written since the start. What cannot be read is left out: a
		 * terminal, or a file that this user may only write to.
		 * @param target where to
		 */
		public void replay(OutputStream target) {
			replay(this.out, this.outStart, target);
			if (this.err != this.out) {
				replay(this.err, this.errStart, target);
			}
		}

		// The descriptor is for writing only: a new one is needed to read.
		private static void replay(int descriptor, long start, OutputStream target) {
			Path path = Path.of("/proc/self/fd/" + descriptor);
			if (Files.isRegularFile(path)) {
				try (SeekableByteChannel channel = Files.newByteChannel(path)) {
					Channels.newInputStream(channel.position(start)).transferTo(target);
				}
				catch (IOException ex) {
					// what was found out about the start is still to be told
				}
			}
		}

		@Override
		public void close() {
			this.posix.close(this.out);
			if (this.err != this.out) {
				this.posix.close(this.err);
			}
		}

	}

}
