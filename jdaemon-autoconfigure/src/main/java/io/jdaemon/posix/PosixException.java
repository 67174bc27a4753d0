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

	/** No such device or address: a fifo without a reader. */
	public static final int ENXIO = 6;

	/** Try again: another process has the lock. */
	public static final int EAGAIN = 11;

	/** Permission denied. */
	public static final int EACCES = 13;

	/** File exists. */
	public static final int EEXIST = 17;

	/** Too many open files: the limit of this process. */
	public static final int EMFILE = 24;

	/** Function not implemented. */
	public static final int ENOSYS = 38;

	/** Too many levels of symbolic links: a link that must not be followed. */
	public static final int ELOOP = 40;

	/** EPERM and EACCES: the user lacks the permission. */
	public static final Set<Integer> NOT_PERMITTED = Set.of(EPERM, EACCES);

	private final int errno;

	private final String reason;

	/**
	 * Create the exception.
	 * @param call the name of the call and what it acted on
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
	 * @return such as "No such file or directory"
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
