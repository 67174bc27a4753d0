package io.jdaemon.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

import io.jdaemon.posix.Posix;

/**
 * What exec started, to the byte. It is read from proc(5), because
 * {@link ProcessHandle.Info#arguments()} is not exact: it stops at an empty argument, is
 * empty when the command line is longer than a memory page, and replaces bytes that the
 * locale cannot decode.
 *
 * @param executable the file that was executed
 * @param arguments the arguments, the first of which is the name of the program
 * @param environment the variables, each {@code NAME=value}
 * @param workingDirectory the working directory
 */
public record ProcessImage(byte[] executable, List<byte[]> arguments, List<byte[]> environment,
		byte[] workingDirectory) {

	private static final String DELETED = " (deleted)";

	private static final String CLASS_PATH = "CLASSPATH";

	private static final Set<String> OPTION_VARIABLES = Set.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS",
			"_JAVA_OPTIONS");

	private static final byte[] NATIVE_ACCESS = "--enable-native-access=ALL-UNNAMED"
		.getBytes(StandardCharsets.US_ASCII);

	/**
	 * Read the image of this process.
	 * @return what exec started
	 * @throws IOException if proc(5) is not mounted
	 */
	public static ProcessImage read(Posix posix) throws IOException {
		return new ProcessImage(link(posix, "/proc/self/exe"), split(Files.readAllBytes(Path.of("/proc/self/cmdline"))),
				split(Files.readAllBytes(Path.of("/proc/self/environ"))), link(posix, "/proc/self/cwd"));
	}

	// The kernel adds a suffix to the path of a file that was replaced. The path may name
	// a new file by now.
	private static byte[] link(Posix posix, String path) throws IOException {
		byte[] target = posix.readlink(path);
		byte[] suffix = DELETED.getBytes(StandardCharsets.US_ASCII);
		int length = target.length - suffix.length;
		boolean deleted = length > 0 && Arrays.equals(target, length, target.length, suffix, 0, suffix.length);
		return deleted ? Arrays.copyOf(target, length) : target;
	}

	private static boolean startsWith(byte[] string, byte[] prefix) {
		return string.length >= prefix.length && Arrays.equals(string, 0, prefix.length, prefix, 0, prefix.length);
	}

	static List<byte[]> split(byte[] strings) {
		List<byte[]> result = new ArrayList<>();
		int start = 0;
		for (int i = 0; i < strings.length; i++) {
			if (strings[i] == 0) {
				result.add(Arrays.copyOfRange(strings, start, i));
				start = i + 1;
			}
		}
		return List.copyOf(result);
	}

	/**
	 * This image with other inherited state.
	 * @param state the state, which replaces the state in the environment
	 * @return an image to start
	 */
	public ProcessImage withInheritedState(InheritedState state) {
		byte[] prefix = (InheritedState.VARIABLE + "=").getBytes(StandardCharsets.US_ASCII);
		Stream<byte[]> others = this.environment.stream().filter((other) -> !startsWith(other, prefix));
		Stream<byte[]> variable = Stream.of(state.toVariable().getBytes(StandardCharsets.US_ASCII));
		return new ProcessImage(this.executable, this.arguments, Stream.concat(others, variable).toList(),
				this.workingDirectory);
	}

	/**
	 * This image with an option that enables native access, without which the JVM prints
	 * a warning about JNA from Java 24 on. Do not add the option if the application's
	 * manifest or command line enables native access, or if a class-data or AOT cache is
	 * in use, which is valid only with the module options that it was created with: see
	 * {@link NativeAccess#missing()}.
	 * @return an image to start
	 */
	public ProcessImage withNativeAccess() {
		List<byte[]> enabled = new ArrayList<>(this.arguments);
		enabled.add(1, NATIVE_ACCESS);
		return withArguments(enabled);
	}

	/**
	 * This image for a start in another working directory: relative paths in the options
	 * of java(1) become absolute, all other arguments stay as they are.
	 * @param argumentFiles returns the contents of an argument file, given its name
	 * without the "@"
	 * @return an image to start, and what in it could not be changed
	 */
	public Relocated relocated(Function<String, String> argumentFiles) {
		JavaCommandLine line = new JavaCommandLine(text(this.workingDirectory), argumentFiles);
		List<byte[]> relocated = new ArrayList<>(this.arguments.subList(0, 1));
		line.absolute(this.arguments.stream().skip(1).map(ProcessImage::text).toList())
			.forEach((argument) -> relocated.add(bytes(argument)));
		List<String> relative = new ArrayList<>(line.relativeFiles());
		List<byte[]> variables = new ArrayList<>();
		for (byte[] variable : this.environment) {
			String[] field = text(variable).split("=", 2);
			String value = field[field.length - 1];
			if (OPTION_VARIABLES.contains(field[0]) && hasRelativePath(value)) {
				relative.add(field[0]);
			}
			boolean classPath = field[0].equals(CLASS_PATH) && line.needsClassPath();
			variables.add(classPath ? bytes(CLASS_PATH + "=" + line.classPath(value)) : variable);
		}
		ProcessImage image = new ProcessImage(this.executable, List.copyOf(relocated), List.copyOf(variables),
				this.workingDirectory);
		return new Relocated(image, relative);
	}

	/**
	 * Where the jar is in the arguments.
	 * @return the index of the argument after the option {@code -jar}, if that starts the
	 * application
	 */
	public OptionalInt jarAt() {
		List<String> words = this.arguments.stream().skip(1).map(ProcessImage::text).toList();
		OptionalInt jar = new JavaCommandLine("/", (file) -> "").jar(words);
		return jar.isPresent() ? OptionalInt.of(jar.getAsInt() + 1) : jar;
	}

	/**
	 * This image with other arguments.
	 * @param other the arguments, the first of which is the name of the program
	 * @return an image to start
	 */
	public ProcessImage withArguments(List<byte[]> other) {
		return new ProcessImage(this.executable, List.copyOf(other), this.environment, this.workingDirectory);
	}

	private boolean hasRelativePath(String options) {
		JavaCommandLine line = new JavaCommandLine(text(this.workingDirectory), (file) -> "");
		List<String> words = JavaCommandLine.words(options);
		return !line.absolute(words).equals(words);
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.ISO_8859_1);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.ISO_8859_1);
	}

	/**
	 * The memory that exec requires for the strings and the pointers to them, see "Limits
	 * on size of arguments and environment" in execve(2).
	 * @return the number of bytes
	 */
	public long size() {
		return Stream.concat(this.arguments.stream(), this.environment.stream())
			.mapToLong((string) -> string.length + 1L + Long.BYTES)
			.sum();
	}

	/**
	 * An image for a start in another working directory.
	 *
	 * @param image the image, with absolute paths in its command line
	 * @param relative the names of argument files and variables that still contain
	 * relative paths; in the other working directory these would mean other files
	 */
	public record Relocated(ProcessImage image, List<String> relative) {

		/**
		 * Create a record with a copy of the list.
		 * @param image the image
		 * @param relative the names of what still contains relative paths
		 */
		public Relocated {
			relative = List.copyOf(relative);
		}

	}

}
