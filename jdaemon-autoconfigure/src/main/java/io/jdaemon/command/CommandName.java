package io.jdaemon.command;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What an operator can say to the jar.
 */
public enum CommandName {

	/** Run the application as the mode says. */
	RUN,

	/** Run the application detached, whatever the mode says. */
	START,

	/** Stop the instance, and wait until it has gone. */
	STOP,

	/** Replace the image of the instance, and wait until the new one is ready. */
	RESTART,

	/** Have the instance open its output files anew. */
	REOPEN,

	/** Tell about the instance. */
	STATUS;

	/**
	 * The verb that stands as an argument.
	 * @param argument an argument of the command line
	 * @return the verb, if it is one, in lower case
	 */
	public static Optional<CommandName> named(String argument) {
		return Arrays.stream(values())
			.filter((verb) -> verb.name().toLowerCase(Locale.ROOT).equals(argument))
			.findFirst();
	}

	/**
	 * Whether the verb is about an instance that is there already.
	 * @return whether it starts no application
	 */
	public boolean control() {
		return this != RUN && this != START;
	}

}
