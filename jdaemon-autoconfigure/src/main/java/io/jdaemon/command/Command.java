package io.jdaemon.command;

import java.io.IOException;

import io.jdaemon.posix.PosixUnavailableException;

/**
 * A verb at work.
 */
@FunctionalInterface
interface Command {

	/**
	 * Do it.
	 * @return what came of it
	 * @throws CommandException if there is nobody to act on
	 */
	CommandResult run() throws CommandException, IOException, PosixUnavailableException;

}
