package io.jdaemon.bench.options;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Arguments of the form {@code --name=value}.
 */
final class CommandLine {

	private final Map<String, List<String>> values = new HashMap<>();

	CommandLine(String[] arguments, Set<String> names) throws UsageException {
		for (String argument : arguments) {
			String[] parts = argument.split("=", 2);
			if (!parts[0].startsWith("--") || !names.contains(parts[0].substring(2))) {
				throw new UsageException("There is no option '" + argument + "'. The options are --"
						+ String.join("=…, --", new TreeSet<>(names)) + "=….");
			}
			this.values.merge(parts[0].substring(2), List.of((parts.length == 2) ? parts[1] : ""), CommandLine::concat);
		}
	}

	private static List<String> concat(List<String> first, List<String> second) {
		return Stream.concat(first.stream(), second.stream()).toList();
	}

	boolean has(String name) {
		return this.values.containsKey(name);
	}

	boolean flag(String name) throws UsageException {
		if (has(name) && !all(name).equals(List.of(""))) {
			throw new UsageException("--" + name + " has no value.");
		}
		return has(name);
	}

	List<String> all(String name) {
		return this.values.getOrDefault(name, List.of());
	}

	String text(String name, String defaultValue) throws UsageException {
		List<String> given = all(name);
		if (given.size() > 1 || given.contains("")) {
			throw new UsageException(
					"--" + name + " requires exactly one value, for example --" + name + "=" + defaultValue + ".");
		}
		return given.isEmpty() ? defaultValue : given.get(0);
	}

	int number(String name, int defaultValue) throws UsageException {
		String text = text(name, Integer.toString(defaultValue));
		try {
			int number = Integer.parseInt(text);
			if (number >= 0) {
				return number;
			}
		}
		catch (NumberFormatException ex) {
			// Falls through to the exception that names the option.
		}
		throw new UsageException("--" + name + "=" + text + " is not an integer of 0 or more; use for example --" + name
				+ "=" + defaultValue + ".");
	}

	<E extends Enum<E>> E choice(String name, E defaultValue) throws UsageException {
		return choice(name, text(name, defaultValue.toString()), defaultValue.getDeclaringClass());
	}

	<E extends Enum<E>> List<E> choices(String name, E defaultValue) throws UsageException {
		List<E> chosen = new ArrayList<>();
		for (String text : text(name, defaultValue.toString()).split(",", -1)) {
			chosen.add(choice(name, text, defaultValue.getDeclaringClass()));
		}
		return chosen;
	}

	private static <E extends Enum<E>> E choice(String name, String text, Class<E> type) throws UsageException {
		E[] choices = type.getEnumConstants();
		for (E choice : choices) {
			if (choice.toString().equals(text)) {
				return choice;
			}
		}
		throw new UsageException("--" + name + "=" + text + " is not one of "
				+ String.join(", ", Arrays.stream(choices).map(Enum::toString).toList()) + ".");
	}

}
