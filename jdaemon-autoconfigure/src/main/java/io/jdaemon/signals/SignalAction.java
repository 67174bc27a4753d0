package io.jdaemon.signals;

/**
 * What the daemon does when it receives a signal.
 */
public enum SignalAction {

	/** Remove the PID file, close the application and exit. */
	STOP,

	/** Restart, by exec or by handover. */
	RESTART,

	/** Reopen the output files, after logrotate(8) has moved them. */
	REOPEN,

	/** Do nothing. */
	IGNORE,

	/** Leave the signal to the JVM and the kernel. */
	DEFAULT

}
