package io.jdaemon.process;

/**
 * The statuses that a process of jdaemon ends with; the only place with such numbers. The
 * application's own status is passed on as it is, and a shell's 128 plus the signal
 * stands for a signal.
 */
public enum ExitStatus {

	/** The application is ready, or the command done. */
	DONE(0),

	/** The application failed to start and has no status of its own. */
	FAILED(1),

	/** The instance is dead and has left its PID file: LSB, status of an init script. */
	PID_FILE_LEFT(1),

	/** A wrong setting or command. */
	WRONG_SETTING(2),

	/** No instance is running: LSB, status of an init script. */
	NOT_RUNNING(3),

	/** The instance is another user's: LSB, actions of an init script. */
	NOT_PERMITTED(4),

	/** No instance is running to do it: LSB, actions of an init script. */
	NOTHING_RUNNING(7),

	/** The operating system refused to start or replace a process: sysexits EX_OSERR. */
	OS_REFUSED(71),

	/** The PID file or an output file cannot be created: sysexits EX_CANTCREAT. */
	CANNOT_CREATE(73),

	/** Another instance holds the PID file: sysexits EX_TEMPFAIL. */
	ALREADY_RUNNING(75),

	/** Not ready, or not stopped, in time: as timeout(1) has it. */
	TIMED_OUT(124);

	private static final int SIGNALED = 128;

	private final int number;

	ExitStatus(int number) {
		this.number = number;
	}

	/**
	 * The number for exit(3).
	 * @return a number from 0 to 255
	 */
	public int number() {
		return this.number;
	}

	/**
	 * The status of a process that ends because of a signal.
	 * @param signal the number of the signal
	 * @return the status that a shell reports
	 */
	public static int signaled(int signal) {
		return SIGNALED + signal;
	}

}
