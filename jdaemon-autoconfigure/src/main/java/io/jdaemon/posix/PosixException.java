package io.jdaemon.posix;

import java.io.IOException;
import java.util.Set;

/**
 * A call that the kernel refused.
 */
public final class PosixException extends IOException {

	private static final long serialVersionUID = 1L;

	/** Operation not permitted. */
	public static final int EPERM = 1;

	/** No such file or directory. */
	public static final int ENOENT = 2;

	/** No such device or address: a fifo that nobody reads. */
	public static final int ENXIO = 6;

	/** Try again: the lock is taken. */
	public static final int EAGAIN = 11;

	/** Permission denied. */
	public static final int EACCES = 13;

	/** Function not implemented. */
	public static final int ENOSYS = 38;

	/** Too many levels of symbolic links: a link where none is followed. */
	public static final int ELOOP = 40;

	/** EPERM and EACCES: this user may not do that. */
	public static final Set<Integer> NOT_PERMITTED = Set.of(EPERM, EACCES);

	private final int errno;

	private final String reason;

	/**
	 * Create the exception.
	 * @param call the system call and its subject
	 * @param errno the error number, see errno(3)
	 * @param reason its text, see strerror(3)
	 */
	public PosixException(String call, int errno, String reason) {
		super(call + ": " + reason);
		this.errno = errno;
		this.reason = reason;
	}

	/**
	 * The text of the error number, see strerror(3).
	 * @return a few words
	 */
	public String reason() {
		return this.reason;
	}

	/**
	 * The error number, see errno(3).
	 * @return a positive number
	 */
	public int errno() {
		return this.errno;
	}

}
