package io.jdaemon.command;

/**
 * The format in which a command prints its result.
 */
public enum OutputFormat {

	/** A sentence. */
	TEXT,

	/** An object in one line, see RFC 8259. */
	JSON

}
