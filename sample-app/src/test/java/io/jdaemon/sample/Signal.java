package io.jdaemon.sample;

import com.sun.jna.Function;

/**
 * The signals that tests send, see signal(7).
 */
public enum Signal {

	HUP(1), INT(2), QUIT(3), KILL(9), USR1(10), TERM(15), CONT(18), STOP(19);

	private static final Function KILL_FUNCTION = Function.getFunction("c", "kill");

	private final int number;

	Signal(int number) {
		this.number = number;
	}

	int number() {
		return this.number;
	}

	/**
	 * Send the signal.
	 * @param pid the process to send it to
	 * @return whether there was such a process
	 */
	public boolean send(long pid) {
		if (pid <= 1) {
			throw new IllegalArgumentException("No process of a test: " + pid);
		}
		return KILL_FUNCTION.invokeInt(new Object[] { (int) pid, this.number }) == 0;
	}

}
