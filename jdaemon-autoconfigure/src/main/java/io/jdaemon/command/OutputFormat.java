package io.jdaemon.command;

/**
 * How a command answers.
 */
public enum OutputFormat {

	/** A sentence. */
	TEXT,

	/** An object in one line, see RFC 8259. */
	JSON

}
