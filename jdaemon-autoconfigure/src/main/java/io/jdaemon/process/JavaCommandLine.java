package io.jdaemon.process;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Makes relative paths in the options of java(1) absolute, so that they keep their
 * meaning in another working directory. The arguments after the main class or the jar are
 * the application's and stay as they are. Every string is decoded as ISO 8859-1, so that
 * each character stands for one byte.
 */
final class JavaCommandLine {

	private static final String ARGUMENT_FILE = "@";

	/** Options whose value is the next argument, and how that value changes. */
	private final Map<String, UnaryOperator<String>> separate = Map.ofEntries(Map.entry("-cp", this::classPath),
			Map.entry("-classpath", this::classPath), Map.entry("--class-path", this::classPath),
			Map.entry("-p", this::paths), Map.entry("--module-path", this::paths),
			Map.entry("--upgrade-module-path", this::paths), Map.entry("--patch-module", this::modulePatch),
			Map.entry("--add-modules", UnaryOperator.identity()),
			Map.entry("--limit-modules", UnaryOperator.identity()),
			Map.entry("--add-exports", UnaryOperator.identity()), Map.entry("--add-opens", UnaryOperator.identity()),
			Map.entry("--add-reads", UnaryOperator.identity()),
			Map.entry("--enable-native-access", UnaryOperator.identity()), Map.entry("-d", UnaryOperator.identity()),
			Map.entry("--describe-module", UnaryOperator.identity()), Map.entry("--source", UnaryOperator.identity()));

	/** Prefixes of options that contain their value, and how that value changes. */
	private final Map<String, UnaryOperator<String>> joined = Map.ofEntries(Map.entry("--class-path=", this::classPath),
			Map.entry("--module-path=", this::paths), Map.entry("--upgrade-module-path=", this::paths),
			Map.entry("--patch-module=", this::modulePatch), Map.entry("-javaagent:", this::agent),
			Map.entry("-agentpath:", this::agent), Map.entry("-Xbootclasspath/a:", this::paths),
			Map.entry("-Xlog:", this::log), Map.entry("-Xloggc:", this::path), Map.entry("-splash:", this::path),
			// A base and a top archive, separated by a colon
			Map.entry("-XX:SharedArchiveFile=", this::paths), Map.entry("-XX:ArchiveClassesAtExit=", this::path),
			Map.entry("-XX:SharedClassListFile=", this::path), Map.entry("-XX:AOTCache=", this::path),
			Map.entry("-XX:AOTCacheOutput=", this::path), Map.entry("-XX:AOTConfiguration=", this::path),
			Map.entry("-XX:Flags=", this::path), Map.entry("-XX:VMOptionsFile=", this::path),
			Map.entry("-XX:CompileCommandFile=", this::path));

	private static final Set<String> MODULE = Set.of("-m", "--module");

	private static final Set<String> STREAMS = Set.of("stdout", "stderr", "#0", "#1", "");

	private final String directory;

	private final Function<String, String> argumentFiles;

	private final List<String> relativeFiles = new ArrayList<>();

	private boolean expandsFiles = true;

	private boolean startsJar;

	private boolean namesClassPath;

	private boolean ended;

	private UnaryOperator<String> value = this::option;

	/**
	 * Create a command line of which no argument has been read.
	 * @param directory the directory that paths are relative to
	 * @param argumentFiles returns the contents of an argument file, given its name
	 * without the "@"
	 */
	JavaCommandLine(String directory, Function<String, String> argumentFiles) {
		this.directory = directory.endsWith("/") ? directory : directory + "/";
		this.argumentFiles = argumentFiles;
	}

	/**
	 * Make the relative paths in arguments absolute.
	 * @param arguments options, a main class or jar, and its arguments
	 * @return as many arguments
	 */
	List<String> absolute(List<String> arguments) {
		return arguments.stream().map((argument) -> this.ended ? argument : argument(argument)).toList();
	}

	/**
	 * The argument files that contain relative paths. The files are not changed.
	 * @return their names
	 */
	List<String> relativeFiles() {
		return this.relativeFiles;
	}

	/**
	 * Whether java(1) uses the variable {@code CLASSPATH}.
	 * @return whether the arguments name neither a jar nor a class path
	 */
	boolean needsClassPath() {
		return !this.startsJar && !this.namesClassPath;
	}

	/**
	 * Find the jar.
	 * @param arguments options, a main class or jar, and its arguments
	 * @return the index of the jar after the option {@code -jar}, if that starts it
	 */
	OptionalInt jar(List<String> arguments) {
		for (int i = 0; i < arguments.size(); i++) {
			absolute(arguments.subList(i, i + 1));
			if (this.ended) {
				return this.startsJar ? OptionalInt.of(i) : OptionalInt.empty();
			}
		}
		return OptionalInt.empty();
	}

	private String argument(String argument) {
		if (!this.expandsFiles || !argument.startsWith(ARGUMENT_FILE) || argument.equals(ARGUMENT_FILE)) {
			return next(argument);
		}
		if (argument.startsWith(ARGUMENT_FILE + ARGUMENT_FILE)) {
			// This stands for an argument that begins with one "@".
			next(argument.substring(1));
			return argument;
		}
		String name = argument.substring(1);
		List<String> contents = words(this.argumentFiles.apply(name));
		List<String> absolute = contents.stream().map((word) -> this.ended ? word : next(word)).toList();
		if (!absolute.equals(contents)) {
			this.relativeFiles.add(name);
		}
		return ARGUMENT_FILE + path(name);
	}

	/**
	 * Split the text of an argument file or of a variable such as
	 * {@code JDK_JAVA_OPTIONS} into words. This is exact enough to find relative paths: a
	 * space within quotes ends a word, too.
	 * @param text the text
	 * @return the words, without quotes and comments
	 */
	static List<String> words(String text) {
		String quotesAndComments = "[\"']|(?<!\\S)#.*";
		return Arrays.stream(text.replaceAll(quotesAndComments, "").strip().split("\\s+"))
			.filter((word) -> !word.isEmpty())
			.toList();
	}

	private String next(String argument) {
		UnaryOperator<String> meaning = this.value;
		this.value = this::option;
		return meaning.apply(argument);
	}

	private String option(String argument) {
		if (!argument.startsWith("-")) {
			this.ended = true;
			return this.startsJar ? path(argument) : argument;
		}
		if (argument.equals("-jar")) {
			this.startsJar = true;
		}
		else if (argument.equals("--disable-@files")) {
			this.expandsFiles = false;
		}
		else if (MODULE.contains(argument)) {
			this.value = this::mainModule;
		}
		else if (argument.startsWith("--module=")) {
			this.ended = true;
		}
		this.value = this.separate.getOrDefault(argument, this.value);
		return this.joined.entrySet()
			.stream()
			.filter((entry) -> argument.startsWith(entry.getKey()))
			.findFirst()
			.map((entry) -> entry.getKey() + entry.getValue().apply(argument.substring(entry.getKey().length())))
			.orElse(argument);
	}

	private String mainModule(String module) {
		this.ended = true;
		return module;
	}

	private String path(String path) {
		return path.startsWith("/") ? path : this.directory + path;
	}

	private String paths(String paths) {
		return Arrays.stream(paths.split(":", -1))
			.map((path) -> path.isEmpty() ? path : path(path))
			.collect(Collectors.joining(":"));
	}

	/**
	 * Make the entries of a class path absolute. An empty entry stands for the working
	 * directory.
	 * @param classPath the entries, separated by colons
	 * @return absolute entries
	 */
	String classPath(String classPath) {
		this.namesClassPath = true;
		return Arrays.stream(classPath.split(":", -1)).map(this::path).collect(Collectors.joining(":"));
	}

	private String modulePatch(String patch) {
		return afterEquals(patch, this::paths);
	}

	private static String afterEquals(String text, UnaryOperator<String> change) {
		int start = text.indexOf('=') + 1;
		return text.substring(0, start) + change.apply(text.substring(start));
	}

	// The format is path[=options].
	private String agent(String agent) {
		int end = agent.indexOf('=');
		return (end < 0) ? path(agent) : path(agent.substring(0, end)) + agent.substring(end);
	}

	// The format is what:output:decorators:options; the output is a file or a stream.
	private String log(String log) {
		int start = log.indexOf(':') + 1;
		if (start == 0) {
			return log;
		}
		String head = log.substring(0, start);
		String output = log.substring(start);
		for (String prefix : List.of("file=\"", "file=", "\"")) {
			if (output.startsWith(prefix)) {
				return head + prefix + path(output.substring(prefix.length()));
			}
		}
		return STREAMS.contains(output.split(":", 2)[0]) ? log : head + path(output);
	}

}
