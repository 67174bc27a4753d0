package io.jdaemon.systemd;

/**
 * What became of a message to systemd.
 */
public enum Delivery {

	/** systemd has it, or there is no systemd that expects it. */
	SENT,

	/** systemd has no room for it now. */
	NO_ROOM,

	/** The socket is missing or forbidden. */
	FAILED

}
