package io.jdaemon.signals;

/**
 * What a signal makes the daemon do.
 */
public enum SignalAction {

	/** Remove the PID file, close the application and end. */
	STOP,

	/** Replace the image, with the same PID, arguments and environment. */
	RESTART,

	/** Open the output files anew, after logrotate(8) has moved them. */
	REOPEN,

	/** Do nothing. */
	IGNORE,

	/** Leave the signal to the JVM and the kernel. */
	DEFAULT

}
