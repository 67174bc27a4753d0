package io.jdaemon.process;

/**
 * The exit statuses of jdaemon; no other code contains these numbers. The application's
 * own status is passed on unchanged. After a signal the status is 128 plus the number of
 * the signal, as in a shell.
 */
public enum ExitStatus {

	/** The application is ready, or the command succeeded. */
	DONE(0),

	/** The application failed without a status of its own, or a command failed. */
	FAILED(1),

	/** The instance is dead and its PID file is stale: LSB, status of an init script. */
	PID_FILE_LEFT(1),

	/** A setting or a command is wrong. */
	WRONG_SETTING(2),

	/** No instance is running: LSB, status of an init script. */
	NOT_RUNNING(3),

	/** The user lacks the permission: LSB, actions of an init script. */
	NOT_PERMITTED(4),

	/** No instance is running that could act: LSB, actions of an init script. */
	NOTHING_RUNNING(7),

	/**
	 * Stopped or restarted, but the application was cut off because it did not close in
	 * time: sysexits EX_SOFTWARE.
	 */
	HALTED(70),

	/** The operating system refused to start or replace a process: sysexits EX_OSERR. */
	OS_REFUSED(71),

	/** The PID file or an output file cannot be created: sysexits EX_CANTCREAT. */
	CANNOT_CREATE(73),

	/** Another instance has locked the PID file: sysexits EX_TEMPFAIL. */
	ALREADY_RUNNING(75),

	/** Not ready, or not stopped, in time: the status of timeout(1). */
	TIMED_OUT(124);

	private static final int SIGNALED = 128;

	private final int number;

	ExitStatus(int number) {
		this.number = number;
	}

	/**
	 * The number to pass to exit(3).
	 * @return a number from 0 to 255
	 */
	public int number() {
		return this.number;
	}

	/**
	 * The status of a process that a signal terminated.
	 * @param signal the number of the signal
	 * @return the status that a shell reports
	 */
	public static int signaled(int signal) {
		return SIGNALED + signal;
	}

}
