package io.jdaemon.output;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import io.jdaemon.posix.Account;
import io.jdaemon.posix.Credentials;
import io.jdaemon.posix.FileStatus;
import io.jdaemon.posix.OpenFlag;
import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixException;
import org.jspecify.annotations.Nullable;

/**
 * The files of a daemon's standard output and error: opened for the spawn, and reopened
 * for logrotate(8).
 */
public final class StandardStreams {

	/** Discards all output: null(4). */
	public static final String DEV_NULL = "/dev/null";

	/** The name of a file in memory that replaces /dev/null. */
	static final String DISCARDED_OUTPUT = "jdaemon output";

	private static final int NONE = -1;

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
	 * Create the streams of a process. No file is opened yet.
	 * @param out the path of the standard output
	 * @param err the path of the standard error; equal paths share one open file
	 */
	public StandardStreams(Posix posix, String out, String err) {
		this(posix, out, err, null);
	}

	/**
	 * Create the streams of a process that may run as another user. No file is opened
	 * yet.
	 * @param out the path of the standard output
	 * @param err the path of the standard error; equal paths share one open file
	 * @param owner the user that owns the files, or {@code null} for the user of this
	 * process
	 */
	public StandardStreams(Posix posix, String out, String err, @Nullable Credentials owner) {
		this.posix = posix;
		this.out = out;
		this.err = err;
		this.owner = owner;
	}

	/**
	 * Open the files for a process that is starting. A file in memory replaces /dev/null,
	 * so that the output can be read if the start fails. The input is /dev/null.
	 * @return the open files
	 * @throws IOException if a file cannot be opened; an {@link OutputException} has the
	 * path of the file
	 */
	public OpenStreams openForStart() throws IOException {
		int in = this.posix.open(DEV_NULL, 0, OpenFlag.RDWR);
		int first = NONE;
		try {
			first = openForStart(this.out);
			int second = this.err.equals(this.out) ? first : openForStart(this.err);
			return new OpenStreams(this.posix, in, first, this.posix.fstat(first).size(), second,
					this.posix.fstat(second).size());
		}
		catch (IOException ex) {
			this.posix.close(in);
			close(first);
			throw ex;
		}
	}

	/**
	 * The streams of this process, for a process that is to use the same. They are not
	 * this process's own to open: a shell or a supervisor has chosen them.
	 * @return copies of the descriptors 0, 1 and 2
	 * @throws IOException if one of them is not open
	 */
	public static OpenStreams copies(Posix posix) throws IOException {
		List<Integer> copies = new ArrayList<>();
		try {
			for (int stream = 0; stream <= STDERR; stream++) {
				copies.add(posix.dup(stream));
			}
			return new OpenStreams(posix, copies.get(0), copies.get(STDOUT), posix.fstat(STDOUT).size(),
					copies.get(STDERR), posix.fstat(STDERR).size());
		}
		catch (IOException ex) {
			copies.forEach(posix::close);
			throw ex;
		}
	}

	private int openForStart(String path) throws IOException {
		if (!path.equals(DEV_NULL)) {
			return open(path);
		}
		try {
			return this.posix.memfdCreate(DISCARDED_OUTPUT);
		}
		catch (PosixException ex) {
			// Where the call is forbidden, the output is not kept until ready.
			return open(path);
		}
	}

	private int open(String path) throws IOException {
		try {
			// Without O_NONBLOCK, open(2) of a fifo would wait for a reader.
			int descriptor = (this.owner != null) ? new OwnedFileOpener(this.posix, this.owner).open(path, MODE, FLAGS)
					: this.posix.open(path, MODE, FLAGS);
			FileStatus status = this.posix.fstat(descriptor);
			if (!status.regular() && !status.characterDevice()) {
				this.posix.close(descriptor);
				throw new OutputException(path, "it is a " + status.type());
			}
			// A full terminal must make the writer wait, not drop its output.
			this.posix.blocking(descriptor, true);
			return descriptor;
		}
		catch (PosixException ex) {
			throw new OutputException(path, switch (ex.errno()) {
				case PosixException.ENXIO -> "it is a fifo or a socket";
				case PosixException.EACCES -> ex.reason() + " for the user " + user();
				default -> ex.reason();
			});
		}
	}

	private String user() {
		int uid = (this.owner != null) ? this.owner.uid() : this.posix.geteuid();
		Account account = this.posix.getpwuid(uid);
		return (account != null) ? account.name() : Integer.toUnsignedString(uid);
	}

	/**
	 * Reopen the files and replace the standard output and error of this process with
	 * them. No output is lost, because dup2(2) replaces a descriptor in one step. A
	 * stream that goes to /dev/null stays as it is.
	 * @throws IOException if a file cannot be opened; then both streams stay as they are
	 */
	public void reopen() throws IOException {
		replace((path) -> !path.equals(DEV_NULL), this::open);
	}

	/**
	 * Keep in memory the output that would go to /dev/null, because it is needed if the
	 * next image fails.
	 * @throws IOException if a file in memory cannot be created
	 */
	public void keepDiscarded() throws IOException {
		replace(DEV_NULL::equals, this::openForStart);
	}

	/**
	 * Discard the output that was kept in memory; further output goes to /dev/null.
	 * @throws IOException if /dev/null cannot be opened
	 */
	public void discard() throws IOException {
		replace(DEV_NULL::equals, this::open);
	}

	private void replace(Predicate<String> affected, Opener opener) throws IOException {
		int first = affected.test(this.out) ? opener.open(this.out) : NONE;
		int second = first;
		try {
			if (!this.err.equals(this.out)) {
				second = affected.test(this.err) ? opener.open(this.err) : NONE;
			}
			put(first, STDOUT);
			put(second, STDERR);
		}
		finally {
			close(first);
			if (second != first) {
				close(second);
			}
		}
	}

	private void put(int descriptor, int stream) throws IOException {
		if (descriptor != NONE) {
			this.posix.dup2(descriptor, stream);
		}
	}

	private void close(int descriptor) {
		if (descriptor != NONE) {
			this.posix.close(descriptor);
		}
	}

	/** Opens a file for a stream. */
	@FunctionalInterface
	private interface Opener {

		int open(String path) throws IOException;

	}

	/**
	 * The open files that a starting process reads from and writes to.
	 *
	 * @param in the descriptor of the standard input
	 * @param out the descriptor of the standard output
	 * @param outStart the size of that file before the start, in bytes
	 * @param err the descriptor of the standard error; it may be the same as {@code out}
	 * @param errStart the size of that file before the start, in bytes
	 */
	public record OpenStreams(Posix posix, int in, int out, long outStart, int err,
			long errStart) implements AutoCloseable {

		@Override
		public void close() {
			this.posix.close(this.in);
			this.posix.close(this.out);
			if (this.err != this.out) {
				this.posix.close(this.err);
			}
		}

	}

}
