package io.jdaemon.posix;

/**
 * How a child ended, as waitpid(2) encodes it.
 *
 * @param raw the status word
 */
public record WaitStatus(int raw) {

	/**
	 * Whether a signal ended it.
	 * @return whether {@code WIFSIGNALED} holds
	 */
	public boolean signaled() {
		return signal() != 0;
	}

	/**
	 * The signal that ended it, or 0.
	 * @return {@code WTERMSIG}
	 */
	public int signal() {
		return this.raw & 0x7F;
	}

	/**
	 * The status as a shell reports it: the exit status, or 128 plus the signal.
	 * @return a number from 0 to 255
	 */
	public int shellStatus() {
		return signaled() ? 128 + signal() : (this.raw >> 8) & 0xFF;
	}

}
