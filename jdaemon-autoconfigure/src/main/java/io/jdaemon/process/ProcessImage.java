package io.jdaemon.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

import io.jdaemon.posix.Posix;

/**
 * What exec started, to the byte. Read from proc(5), the only true source:
 * {@link ProcessHandle.Info#arguments()} stops at an empty argument, gives up beyond a
 * page and replaces what the locale cannot decode.
 *
 * @param executable the file that runs
 * @param arguments its arguments, the name it was called by first
 * @param environment its variables, each {@code NAME=value}
 * @param workingDirectory the directory it was started in
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

	// The kernel marks the link of a file that was replaced; a new one may stand there.
	private static byte[] link(Posix posix, String path) throws IOException {
		byte[] target = posix.readlink(path);
		byte[] mark = DELETED.getBytes(StandardCharsets.US_ASCII);
		int kept = target.length - mark.length;
		boolean marked = kept > 0 && Arrays.equals(target, kept, target.length, mark, 0, mark.length);
		return marked ? Arrays.copyOf(target, kept) : target;
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
	 * The same image with the state that the next one inherits.
	 * @param state the state, in place of any that is there
	 * @return an image to start
	 */
	public ProcessImage withInheritedState(InheritedState state) {
		byte[] prefix = (InheritedState.VARIABLE + "=").getBytes(StandardCharsets.US_ASCII);
		Stream<byte[]> others = this.environment.stream().filter((variable) -> !startsWith(variable, prefix));
		Stream<byte[]> message = Stream.of(state.toVariable().getBytes(StandardCharsets.US_ASCII));
		return new ProcessImage(this.executable, this.arguments, Stream.concat(others, message).toList(),
				this.workingDirectory);
	}

	/**
	 * The same image with native access enabled, which JNA needs from Java 24 on to be
	 * silent. Where an application's manifest or command line enables it, nothing is to
	 * be added; nor beside a class-data or AOT cache, which is bound to the module
	 * options that it was made with.
	 * @return an image to start
	 */
	public ProcessImage withNativeAccess() {
		List<byte[]> enabled = new ArrayList<>(this.arguments);
		enabled.add(1, NATIVE_ACCESS);
		return new ProcessImage(this.executable, List.copyOf(enabled), this.environment, this.workingDirectory);
	}

	/**
	 * The same image for a start in another working directory: relative paths in the
	 * options of java(1) become absolute, all other arguments stay as they are.
	 * @param argumentFiles the contents of a file that is named with an "@"
	 * @return an image to start, and what could not be changed in it
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
	 * The memory that exec needs for the strings and the pointers to them, see the limits
	 * on size in execve(2).
	 * @return bytes
	 */
	public long size() {
		return Stream.concat(this.arguments.stream(), this.environment.stream())
			.mapToLong((string) -> string.length + 1L + Long.BYTES)
			.sum();
	}

	/**
	 * An image for another working directory.
	 *
	 * @param image the image, with absolute paths in its command line
	 * @param relative the argument files and variables, by name, that still contain
	 * relative paths, which would mean other files there
	 */
	public record Relocated(ProcessImage image, List<String> relative) {

		/**
		 * Copy the list.
		 * @param image the image
		 * @param relative what still contains relative paths
		 */
		public Relocated {
			relative = List.copyOf(relative);
		}

	}

}
