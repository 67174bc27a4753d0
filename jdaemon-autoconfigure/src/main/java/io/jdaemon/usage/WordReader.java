package io.jdaemon.usage;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import io.jdaemon.command.CommandName;
import org.jspecify.annotations.Nullable;

/**
 * Reads the arguments.
 *
 * @param arguments the arguments
 */
record WordReader(List<String> arguments) {

	// An option of Spring, which may precede the command
	private static final String OPTION = "--";

	private static final Set<String> HELP = Set.of("--help", "-help", "-h");

	// Options of Spring Boot without a value
	private static final Set<String> FLAGS = Set.of("--debug", "--trace");

	private static final String APPLICATION = "If it is an argument of the application, add "
			+ "--jdaemon.positional-commands=false.";

	TypedWords read() {
		Optional<String> option = Optional.empty();
		for (int i = 0; i < this.arguments.size(); i++) {
			String word = this.arguments.get(i);
			List<String> following = this.arguments.subList(i + 1, this.arguments.size());
			if (HELP.contains(word)) {
				return new TypedWords.Command(CommandName.HELP);
			}
			if (!word.startsWith(OPTION)) {
				return read(word, following);
			}
			if (option.isEmpty() && optionCommand(word).isPresent()) {
				option = Optional.of(word);
			}
		}
		return option.map((word) -> refused(word, optionCommand(word).orElseThrow())).orElseGet(TypedWords.None::new);
	}

	// Words that follow show that the first one is the application's. An operator
	// types a command alone, or with options.
	private static TypedWords read(String word, List<String> following) {
		Optional<CommandName> command = CommandName.named(word);
		if (command.isPresent()) {
			return read(command.get(), following);
		}
		Optional<CommandName> otherCase = CommandName.named(word.toLowerCase(Locale.ROOT));
		if (otherCase.isPresent()) {
			return refused(word, meant(otherCase.get()));
		}
		if (following.stream().anyMatch((next) -> !next.startsWith("-"))) {
			return new TypedWords.None();
		}
		return optionCommand(word).or(() -> ForeignWords.remedy(word.toLowerCase(Locale.ROOT)))
			.or(() -> TypingError.meant(word).map(WordReader::meant))
			.<TypedWords>map((remedy) -> refused(word, remedy))
			.orElseGet(TypedWords.None::new);
	}

	private static TypedWords read(CommandName command, List<String> following) {
		if (command == CommandName.RUN || command == CommandName.HELP) {
			return new TypedWords.Command(command);
		}
		if (following.stream().findFirst().filter(HELP::contains).isPresent()) {
			return new TypedWords.Command(CommandName.HELP);
		}
		List<String> others = following.stream()
			.filter((argument) -> !command.takesArguments() && !setting(argument))
			.toList();
		if (command == CommandName.RELEASE_PERMIT && !others.isEmpty() && !others.get(0).startsWith("-")) {
			return read(command, others.get(0), others.subList(1, others.size()));
		}
		return read(command, null, others);
	}

	private static TypedWords read(CommandName command, @Nullable String operand, List<String> superfluous) {
		return superfluous.isEmpty() ? new TypedWords.Command(command, operand)
				: superfluous(command, superfluous.get(0));
	}

	private static boolean setting(String argument) {
		if (!argument.startsWith(OPTION) || CommandOptions.meant(argument).isPresent()) {
			return false;
		}
		return argument.contains("=") || FLAGS.contains(argument)
				|| argument.contains(".") && !argument.startsWith("--jdaemon.");
	}

	private static TypedWords superfluous(CommandName command, String argument) {
		return new TypedWords.Refused(
				"The command " + command.word() + " does not accept the argument \"" + argument + "\".",
				CommandOptions.meant(argument)
					.map((setting) -> "Did you mean " + setting + "?")
					.orElse("It accepts settings such as --jdaemon.quiet=true; the command help prints them."
							+ (argument.startsWith("-") ? "" : " If the words are arguments of the application, "
									+ "add --jdaemon.positional-commands=false.")));
	}

	private static TypedWords refused(String word, String remedy) {
		return new TypedWords.Refused("\"" + word + "\" is not a command of jdaemon.", remedy + " " + APPLICATION);
	}

	// "run" may well be an option of the application.
	private static Optional<String> optionCommand(String word) {
		return Arrays.stream(CommandName.values())
			.filter((command) -> command != CommandName.RUN)
			.filter((command) -> word.toLowerCase(Locale.ROOT).matches("--?" + command.word()))
			.findFirst()
			.map(WordReader::meant);
	}

	private static String meant(CommandName command) {
		return "Did you mean " + command.word() + "?";
	}

}
