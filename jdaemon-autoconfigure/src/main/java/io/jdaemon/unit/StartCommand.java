package io.jdaemon.unit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.jdaemon.posix.PathName;
import io.jdaemon.process.ProcessImage;

/**
 * The command line that starts the application, with absolute paths and without the
 * command that this process executes. Strings are decoded as ISO 8859-1, so that each
 * character stands for one byte.
 *
 * @param java the path of java(1)
 * @param options the arguments before the application's
 * @param arguments the arguments of the application
 */
record StartCommand(String java, List<String> options, List<String> arguments) {

	private static final String JAR = "-jar";

	// What only a command needs, and what the unit decides
	private static final String LEFT_OUT = "(--|-D)jdaemon\\.(command|force|mode|output|quiet)(=.*)?";

	// A second JVM with these finds the port of the first one taken, or reserves as much
	// memory.
	private static final String OF_ONE_JVM = "-(agentlib:|agentpath:|javaagent:|X|Dcom\\.sun\\.management\\.).*";

	/**
	 * Read the command line of this process.
	 * @param image the image of this process
	 * @param command the command that it executes
	 * @param arguments how many arguments the application got
	 * @param searchPath directories with programs, separated by colons
	 * @return what to start
	 */
	static StartCommand of(ProcessImage image, String command, int arguments, String searchPath) {
		List<String> words = image.relocated(StartCommand::read)
			.image()
			.arguments()
			.stream()
			.map((word) -> new String(word, StandardCharsets.ISO_8859_1))
			.toList();
		int jar = words.indexOf(JAR);
		int first = (jar > 0) ? jar + 2 : Math.max(1, words.size() - arguments);
		List<String> following = new ArrayList<>(words.subList(first, words.size()));
		following.remove(command);
		List<String> options = new ArrayList<>(kept(words.subList(1, first)));
		if (jar > 0) {
			options.set(options.indexOf(JAR) + 1, shortest(words.get(jar + 1)));
		}
		return new StartCommand(java(words.get(0), image, searchPath), options, kept(following));
	}

	private static String shortest(String path) {
		byte[] bytes = path.getBytes(StandardCharsets.ISO_8859_1);
		return new String(PathName.encode(PathName.shortest(PathName.decode(bytes))), StandardCharsets.ISO_8859_1);
	}

	private static List<String> kept(List<String> words) {
		return words.stream().filter((word) -> !word.matches(LEFT_OUT)).toList();
	}

	// Not the file that is executed, if a link leads there: an update may move the file.
	private static String java(String typed, ProcessImage image, String searchPath) {
		if (typed.startsWith("/")) {
			return typed;
		}
		String executed = new String(image.executable(), StandardCharsets.ISO_8859_1);
		return typed.contains("/") ? executed
				: Stream.of(searchPath.split(":"))
					.filter((directory) -> directory.startsWith("/"))
					.map((directory) -> directory + "/" + typed)
					.filter((file) -> Files.isExecutable(PathName.path(file)))
					.findFirst()
					.orElse(executed);
	}

	private static String read(String argumentFile) {
		try {
			return Files.readString(Path.of(argumentFile), StandardCharsets.ISO_8859_1);
		}
		catch (IOException ex) {
			return "";
		}
	}

	/**
	 * The jar, for its place in the file system.
	 * @return its absolute path, if the application is started from one
	 */
	Optional<String> jar() {
		int option = this.options.indexOf(JAR);
		return (option < 0) ? Optional.empty() : Optional.of(this.options.get(option + 1));
	}

	/**
	 * The line that starts the application.
	 * @param additional arguments after those of the application
	 * @return the line for a unit file
	 */
	String start(List<String> additional) {
		return UnitText.words(words(this.options, additional));
	}

	/**
	 * The line that executes a command beside the running application.
	 * @param additional arguments after those of the application
	 * @return the line for a unit file
	 */
	String beside(List<String> additional) {
		return UnitText.words(words(besideOptions(), additional));
	}

	/**
	 * The line for sh(1) that executes a command beside the running application.
	 * @param additional arguments after those of the application
	 * @return the line for a script
	 */
	String inShell(List<String> additional) {
		return UnitText.shell(words(besideOptions(), additional).stream()
			.map((word) -> PathName.decode(word.getBytes(StandardCharsets.ISO_8859_1)))
			.toList());
	}

	private List<String> besideOptions() {
		return this.options.stream().filter((option) -> !option.matches(OF_ONE_JVM)).toList();
	}

	private List<String> words(List<String> options, List<String> additional) {
		return Stream.of(Stream.of(this.java), options.stream(), this.arguments.stream(), additional.stream())
			.flatMap((words) -> words)
			.toList();
	}

}
