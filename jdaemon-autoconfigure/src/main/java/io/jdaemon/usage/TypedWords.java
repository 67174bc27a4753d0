package io.jdaemon.usage;

import java.util.List;

import io.jdaemon.command.CommandName;
import org.jspecify.annotations.Nullable;

/**
 * What the operator typed after the jar. A word is a command, or so much like one that
 * nothing may be started, or it belongs to the application.
 */
public sealed interface TypedWords {

	/**
	 * Read the arguments of an application.
	 * @param arguments the arguments
	 * @return what they mean to jdaemon
	 */
	static TypedWords read(List<String> arguments) {
		return new WordReader(arguments).read();
	}

	/**
	 * A command.
	 *
	 * @param name the command
	 * @param operand what it acts on, {@code null} if that is this instance
	 */
	record Command(CommandName name, @Nullable String operand) implements TypedWords {

		Command(CommandName name) {
			this(name, null);
		}

	}

	/**
	 * Words that are almost a command.
	 *
	 * @param problem what was found, a sentence
	 * @param action what to do about it, a sentence
	 */
	record Refused(String problem, String action) implements TypedWords {

	}

	/** No word is meant for jdaemon. */
	record None() implements TypedWords {

	}

}
