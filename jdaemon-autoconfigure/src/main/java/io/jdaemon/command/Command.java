package io.jdaemon.command;

import java.io.IOException;

import io.jdaemon.posix.PosixUnavailableException;

/**
 * A command that acts on an instance. Besides {@link CommandException} it throws what the
 * kernel or the loading of the C library refuses.
 */
@FunctionalInterface
interface Command {

	/**
	 * Run the command.
	 * @return its result
	 * @throws CommandException if there is no instance to act on
	 */
	CommandResult run() throws CommandException, IOException, PosixUnavailableException;

}
