package io.jdaemon.posix;

/**
 * How a child exited, as waitpid(2) encodes it.
 *
 * @param raw the status word
 */
public record WaitStatus(int raw) {

	/**
	 * Whether a signal terminated the child.
	 * @return whether {@code WIFSIGNALED} holds
	 */
	public boolean signaled() {
		return signal() != 0;
	}

	/**
	 * The signal that terminated the child.
	 * @return its number, {@code WTERMSIG}, or 0 if the child was not terminated by a
	 * signal
	 */
	public int signal() {
		return this.raw & 0x7F;
	}

	/**
	 * The status as a shell reports it: the exit status, or 128 plus the number of the
	 * signal.
	 * @return a number from 0 to 255
	 */
	public int shellStatus() {
		return signaled() ? 128 + signal() : (this.raw >> 8) & 0xFF;
	}

}
