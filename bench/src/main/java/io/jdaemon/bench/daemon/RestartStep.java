package io.jdaemon.bench.daemon;

/**
 * What can be seen of a restart by exec from outside, in the order in which it happens.
 */
public enum RestartStep {

	/** The daemon has logged that it restarts: its log grows. */
	DECIDED("decided"),

	/** The first response announces the end of its connection. */
	TOLD("told"),

	/** New connections wait in the kernel from now on. */
	ACCEPTING_STOPPED("accepting stopped"),

	/** The next image has replaced this one. */
	EXEC("exec"),

	/** The next image has written its first output, once the configuration was read. */
	CONFIG_DATA("config data"),

	/** The next image accepts: fewer connections wait in the kernel than before. */
	SOCKETS_TAKEN("sockets taken"),

	/** The next image has logged that the application is started. */
	READY("ready");

	private final String label;

	RestartStep(String label) {
		this.label = label;
	}

	@Override
	public String toString() {
		return this.label;
	}

}
