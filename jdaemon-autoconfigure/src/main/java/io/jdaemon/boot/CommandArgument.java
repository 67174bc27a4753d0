package io.jdaemon.boot;

import java.util.List;
import java.util.Optional;

import io.jdaemon.command.CommandName;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * What the operator has typed, read before all other settings, so that what is wrong in
 * those is the answer to a verb.
 */
final class CommandArgument {

	private static final String PROPERTY = "jdaemon.command";

	// Spring's options, which may stand before it
	private static final String OPTION = "--";

	private static final String SWITCH = "jdaemon.positional-commands";

	private final Binder binder;

	private final List<String> arguments;

	CommandArgument(Environment environment, String... arguments) {
		this.binder = Binder.get(environment);
		this.arguments = List.of(arguments);
	}

	/**
	 * The verb that counts.
	 * @param property what the property says
	 * @return the first argument that is no option, if it is a verb and may be one, or
	 * else the property
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
			.filter((verb) -> positionalAllowed())
			.findFirst();
	}

	private boolean positionalAllowed() {
		try {
			return this.binder.bind(SWITCH, Boolean.class).orElse(true);
		}
		catch (BindException ex) {
			// told with the other settings
			return true;
		}
	}

	/**
	 * Whether somebody typed a command, and expects an answer to it.
	 * @return whether there is any verb but "run", or a wrong one
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
