package io.jdaemon.command;

/**
 * What a command prints: the status in a format, or a file for systemd.
 */
public enum OutputFormat {

	/** A sentence, or the unit of the service. */
	TEXT,

	/** An object in one line, see RFC 8259. */
	JSON,

	/** The unit of the listening sockets, see systemd.socket(5). */
	SOCKET,

	/** Lines for tmpfiles.d(5). */
	TMPFILES,

	/** Lines for logrotate(8). */
	LOGROTATE;

	/**
	 * Whether the file is for a daemon that jdaemon has detached.
	 * @return whether it is
	 */
	public boolean ofDaemon() {
		return this == TMPFILES || this == LOGROTATE;
	}

	/**
	 * Whether the format is one of the status.
	 * @return whether it is
	 */
	public boolean ofStatus() {
		return this == TEXT || this == JSON;
	}

}
