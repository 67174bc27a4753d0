package io.jdaemon.boot;

import java.util.List;

import io.jdaemon.command.CommandName;
import io.jdaemon.process.ExitStatus;
import io.jdaemon.settings.StartException;
import io.jdaemon.usage.TypedWords;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * The command that the operator has typed. It is read before all other settings, so that
 * an error in those is reported as the response to the command.
 */
final class CommandArgument {

	private static final String PROPERTY = "jdaemon.command";

	private static final String SWITCH = "jdaemon.positional-commands";

	private final Binder binder;

	private final TypedWords words;

	CommandArgument(Environment environment, String... arguments) {
		this.binder = Binder.get(environment);
		this.words = positionalEnabled() ? TypedWords.read(List.of(arguments)) : new TypedWords.None();
	}

	private boolean positionalEnabled() {
		try {
			return this.binder.bind(SWITCH, Boolean.class).orElse(true);
		}
		catch (BindException ex) {
			// Reported with the other settings
			return true;
		}
	}

	/**
	 * Require that the words are a command, or the application's.
	 * @throws StartException if they are almost a command
	 */
	void requireUnderstood() throws StartException {
		if (this.words instanceof TypedWords.Refused refused) {
			throw new StartException(ExitStatus.WRONG_SETTING, refused.problem(), refused.action());
		}
	}

	/**
	 * The command to execute.
	 * @param property the command that the property names
	 * @return the first argument that is not an option, if it is a command and positional
	 * commands are enabled; otherwise the property
	 */
	CommandName or(CommandName property) {
		return (this.words instanceof TypedWords.Command command) ? command.name() : property;
	}

	/**
	 * What the command acts on.
	 * @return the argument after the command, {@code null} if that is this instance
	 */
	@Nullable String operand() {
		return (this.words instanceof TypedWords.Command command) ? command.operand() : null;
	}

	/**
	 * Whether the operator typed a command and expects a response.
	 * @return whether there is any command but "run", or a wrong one
	 */
	boolean present() {
		if (this.words instanceof TypedWords.Refused) {
			return true;
		}
		try {
			return or(this.binder.bind(PROPERTY, CommandName.class).orElse(CommandName.RUN)) != CommandName.RUN;
		}
		catch (BindException ex) {
			return true;
		}
	}

	/**
	 * Whether the operator wants to read about the commands.
	 * @return whether the command is "help"
	 */
	boolean help() {
		try {
			return or(this.binder.bind(PROPERTY, CommandName.class).orElse(CommandName.RUN)) == CommandName.HELP;
		}
		catch (BindException ex) {
			return false;
		}
	}

}
