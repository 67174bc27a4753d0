package io.jdaemon.posix;

/**
 * The flags of open(2). {@code O_CLOEXEC} is always set and so has no constant.
 */
public enum OpenFlag {

	/** Read only: {@code O_RDONLY}. */
	RDONLY(0),

	/** Write only: {@code O_WRONLY}. */
	WRONLY(1),

	/** Read and write: {@code O_RDWR}. */
	RDWR(2),

	/** Create the file if it does not exist: {@code O_CREAT}. */
	CREAT(0x40),

	/** Create the file, and fail with {@code EEXIST} if there is one: {@code O_EXCL}. */
	EXCL(0x80),

	/** Do not make a terminal the controlling terminal: {@code O_NOCTTY}. */
	NOCTTY(0x100),

	/** Write always at the end of the file: {@code O_APPEND}. */
	APPEND(0x400),

	/** Do not wait for the other end of a fifo: {@code O_NONBLOCK}. */
	NONBLOCK(0x800),

	/** Fail with {@code ELOOP} on a symbolic link: {@code O_NOFOLLOW}. */
	NOFOLLOW(nofollow());

	private final int bits;

	OpenFlag(int bits) {
		this.bits = bits;
	}

	int bits() {
		return this.bits;
	}

	// The only flag here whose value depends on the processor: arch/{arm,arm64,powerpc}
	// differ from asm-generic/fcntl.h.
	private static int nofollow() {
		String arch = System.getProperty("os.arch", "");
		return (arch.startsWith("aarch64") || arch.startsWith("arm") || arch.startsWith("ppc")) ? 0x8000 : 0x20000;
	}

}
