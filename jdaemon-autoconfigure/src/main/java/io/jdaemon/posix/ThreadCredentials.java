package io.jdaemon.posix;

import java.util.Map;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.Pointer;

/**
 * Changes the credentials of the calling thread and of no other. For the kernel,
 * credentials belong to a thread; it is the C library whose setresuid and similar
 * functions change all threads of a process, see "C library/kernel differences" in
 * setresuid(2). So this class makes the bare system calls, whose numbers depend on the
 * processor.
 *
 * @param libc the C library
 * @param numbers the numbers of the system calls on this processor
 */
record ThreadCredentials(LibC libc, Numbers numbers) {

	private static final Numbers GENERIC = new Numbers(159, 149, 147, 91);

	private static final Map<String, Numbers> NUMBERS = Map.of("amd64", new Numbers(116, 119, 117, 126), "aarch64",
			GENERIC, "riscv64", GENERIC);

	private static final int CAPABILITY_VERSION_3 = 0x20080522;

	// In bytes: twice the effective, permitted and inheritable sets, of 32 bits each
	private static final int CAPABILITY_DATA = 24;

	/**
	 * Use the system calls of this processor.
	 * @throws PosixException if their numbers are not known
	 */
	static ThreadCredentials of(LibC libc) throws PosixException {
		String arch = System.getProperty("os.arch", "");
		Numbers numbers = NUMBERS.get(arch);
		if (numbers == null) {
			throw new PosixException("setresuid", PosixException.ENOSYS,
					"its number on the processor " + arch + " is not known to jdaemon");
		}
		return new ThreadCredentials(libc, numbers);
	}

	/**
	 * Assume credentials for good: the saved IDs change, too. The user ID must change
	 * last, because with it the thread loses the right to change the other IDs.
	 */
	void assume(Credentials credentials) throws LastErrorException {
		setgroups(credentials);
		long gid = Integer.toUnsignedLong(credentials.gid());
		this.libc.syscall(this.numbers.setresgid, gid, gid, gid);
		long uid = Integer.toUnsignedLong(credentials.uid());
		this.libc.syscall(this.numbers.setresuid, uid, uid, uid);
		if (uid != 0) {
			dropCapabilities();
		}
	}

	private void setgroups(Credentials credentials) {
		int count = credentials.groups().size();
		try (Memory groups = new Memory((count + 1L) * Integer.BYTES)) {
			for (int i = 0; i < count; i++) {
				groups.setInt((long) i * Integer.BYTES, credentials.groups().get(i));
			}
			this.libc.syscall(this.numbers.setgroups, (long) count, groups);
		}
	}

	// setresuid(2) leaves the inheritable set as it is, and securebits may keep the
	// others, see capabilities(7).
	private void dropCapabilities() {
		try (Memory header = new Memory(2L * Integer.BYTES); Memory data = new Memory(CAPABILITY_DATA)) {
			header.setInt(0, CAPABILITY_VERSION_3);
			// 0 is the calling thread.
			header.setInt(Integer.BYTES, 0);
			data.clear();
			this.libc.syscall(this.numbers.capset, (Pointer) header, (Pointer) data);
		}
	}

	/**
	 * The numbers of the system calls on one processor architecture.
	 */
	record Numbers(long setgroups, long setresgid, long setresuid, long capset) {

	}

}
