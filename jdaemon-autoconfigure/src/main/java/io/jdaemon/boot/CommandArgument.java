package io.jdaemon.boot;

import java.util.List;
import java.util.Optional;

import io.jdaemon.command.CommandName;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * The command that the operator has typed. It is read before all other settings, so that
 * an error in those is reported as the response to the command.
 */
final class CommandArgument {

	private static final String PROPERTY = "jdaemon.command";

	// An option of Spring, which may precede the command
	private static final String OPTION = "--";

	private static final String SWITCH = "jdaemon.positional-commands";

	private final Binder binder;

	private final List<String> arguments;

	CommandArgument(Environment environment, String... arguments) {
		this.binder = Binder.get(environment);
		this.arguments = List.of(arguments);
	}

	/**
	 * The command to execute.
	 * @param property the command that the property names
	 * @return the first argument that is not an option, if it is a command and positional
	 * commands are enabled; otherwise the property
	 */
	CommandName or(CommandName property) {
		return positional().orElse(property);
	}

	private Optional<CommandName> positional() {
		return this.arguments.stream()
			.filter((argument) -> !argument.startsWith(OPTION))
			.limit(1)
			.map(CommandName::named)
			.flatMap(Optional::stream)
			.filter((command) -> positionalEnabled())
			.findFirst();
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
	 * Whether the operator typed a command and expects a response.
	 * @return whether there is any command but "run", or a wrong one
	 */
	boolean present() {
		try {
			return or(this.binder.bind(PROPERTY, CommandName.class).orElse(CommandName.RUN)) != CommandName.RUN;
		}
		catch (BindException ex) {
			return true;
		}
	}

}
