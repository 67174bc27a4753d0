package io.jdaemon.log;

import java.util.Map;

/**
 * What a line of the log is about. Each topic has a logger of its own.
 */
public enum LogTopic {

	/** How the process starts, gets ready and stops. */
	LIFECYCLE("io.jdaemon.lifecycle"),

	/** Requests for a restart, and what became of them. */
	RESTART("io.jdaemon.restart"),

	/** The listening sockets and their connections. */
	SOCKETS("io.jdaemon.sockets"),

	/** The output files. */
	OUTPUT("io.jdaemon.output"),

	/** Whether the process stays in the foreground. */
	LAUNCH("io.jdaemon.launch"),

	/** The cache for a warm start. */
	WARM("io.jdaemon.warm");

	private final String logger;

	LogTopic(String logger) {
		this.logger = logger;
	}

	/**
	 * The logger of this topic.
	 * @return its name
	 */
	public String logger() {
		return this.logger;
	}

	/**
	 * An entry without values.
	 * @param text the line for people
	 * @return the entry
	 */
	public LogEntry entry(String text) {
		return new LogEntry(this, text, Map.of());
	}

}
