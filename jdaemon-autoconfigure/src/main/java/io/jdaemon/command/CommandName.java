package io.jdaemon.command;

import java.util.Arrays;
import java.util.Optional;

import io.jdaemon.output.LowerCase;

/**
 * The commands that an operator can type after the jar.
 */
public enum CommandName {

	/** Run the application as the mode says. */
	RUN,

	/** Run the application detached, whatever the mode says. */
	START,

	/** Stop the instance, and wait until it has gone. */
	STOP,

	/** Stop the instance, and kill it if it has not gone in time. */
	FORCE_STOP,

	/** Replace the image of the instance, and wait until the new one is ready. */
	RESTART,

	/** Restart the instance if it runs: LSB, actions of an init script. */
	TRY_RESTART,

	/** The old name of {@link #TRY_RESTART}. */
	CONDRESTART,

	/** Restart the instance: LSB, for a service that cannot reload its settings. */
	FORCE_RELOAD,

	/** Start this version until its context is complete, and throw it away. */
	REHEARSE,

	/** Reopen the output files of the instance. */
	REOPEN,

	/** Print the status of the instance. */
	STATUS,

	/** Make the cache of this version of the jar. */
	TRAIN,

	/** Print a unit for systemd. */
	SYSTEMD_UNIT,

	/** Release the permit to restart that an instance of the fleet holds. */
	RELEASE_PERMIT,

	/** Print the table that contains the permits of fleets. */
	FLEET_SCHEMA,

	/** Print the commands, the exit statuses and the settings. */
	HELP;

	/**
	 * The command that an argument names.
	 * @param argument an argument of the command line
	 * @return the command, if the argument is its word
	 */
	public static Optional<CommandName> named(String argument) {
		return Arrays.stream(values()).filter((command) -> command.word().equals(argument)).findFirst();
	}

	/**
	 * The command as it is typed.
	 * @return its name in lower case, with hyphens
	 */
	public String word() {
		return LowerCase.of(this).replace('_', '-');
	}

	/**
	 * Whether the command starts the application.
	 * @return whether it does
	 */
	public boolean startsApplication() {
		return this == RUN || this == START;
	}

	/**
	 * Whether what follows the command belongs to the application.
	 * @return whether it does
	 */
	public boolean takesArguments() {
		return startsApplication() || this == REHEARSE;
	}

	/**
	 * Whether the command acts on a running instance.
	 * @return whether it requires an instance, and starts no application
	 */
	public boolean actsOnInstance() {
		return restarts() || this == STOP || this == FORCE_STOP || this == REOPEN || this == STATUS;
	}

	/**
	 * Whether the command restarts the instance.
	 * @return whether it does
	 */
	boolean restarts() {
		return this == RESTART || this == TRY_RESTART || this == CONDRESTART || this == FORCE_RELOAD;
	}

}
