package io.jdaemon.launch;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.jdaemon.posix.PathName;

/**
 * The scripts of this package and the shell that runs them.
 */
final class ShellScript {

	// dash reaps children only between two commands; see launcher.sh.
	private static final List<String> DASH = List.of("/bin/dash", "/usr/bin/dash");

	private ShellScript() {
	}

	/**
	 * The shell.
	 * @return its file
	 */
	static byte[] shell() {
		return PathName
			.encode(DASH.stream().filter((shell) -> Files.isExecutable(Path.of(shell))).findFirst().orElse("/bin/sh"));
	}

	/**
	 * The arguments with which the shell runs a script.
	 * @param script the name of the script
	 * @return the arguments, the first of which is the name of the shell
	 */
	static List<byte[]> command(String script) {
		return List.of(PathName.encode("sh"), PathName.encode("-c"), bytes(script));
	}

	/**
	 * The text of a script.
	 * @param script the name of the script
	 * @return the text
	 */
	static String text(String script) {
		return new String(bytes(script), StandardCharsets.UTF_8);
	}

	private static byte[] bytes(String script) {
		try (InputStream stream = ShellScript.class.getResourceAsStream(script)) {
			if (stream == null) {
				throw new IllegalStateException(script + " is missing from the class path");
			}
			return stream.readAllBytes();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
