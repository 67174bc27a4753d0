package io.jdaemon.lifecycle;

import java.util.Optional;
import java.util.function.Supplier;

import io.jdaemon.RestartRequester;
import io.jdaemon.status.CommandSender;

/**
 * Tells who has sent a signal. Only commands introduce themselves.
 */
final class Senders {

	private final Supplier<Optional<CommandSender>> commands;

	/**
	 * Create it.
	 * @param commands takes the command that has introduced itself, if one has
	 */
	Senders(Supplier<Optional<CommandSender>> commands) {
		this.commands = commands;
	}

	/**
	 * The sender of a signal, for the log.
	 * @param signal the name of the signal
	 * @return the signal, and who sent it if that is known
	 */
	String described(String signal) {
		return this.commands.get().map((command) -> signal + " (" + command + ")").orElse(signal);
	}

	/**
	 * The sender of a signal that requests a restart.
	 * @param signal the name of the signal
	 * @return the requester
	 */
	RestartRequester requester(String signal) {
		return this.commands.get()
			.map((command) -> RestartRequester.command(signal, command.user(), command.pid()))
			.orElseGet(() -> RestartRequester.signal(signal));
	}

}
