package io.jdaemon.launch;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * The line on the terminal that shows that the start has begun; {@code watch.sh} goes on
 * with it. It is not shown where the standard error is not a terminal.
 */
final class Progress {

	private static final Pattern TERMINAL = Pattern.compile("/dev/(pts/\\d+|tty\\w*|console)");

	private final PrintStream err;

	private final String name;

	private final boolean terminal;

	/**
	 * Create the line.
	 * @param err the standard error
	 * @param name the name of the application
	 */
	Progress(PrintStream err, String name) {
		this.err = err;
		this.name = name;
		this.terminal = isTerminal("/proc/self/fd/2");
	}

	private static boolean isTerminal(String descriptor) {
		try {
			return TERMINAL.matcher(Files.readSymbolicLink(Path.of(descriptor)).toString()).matches();
		}
		catch (IOException ex) {
			return false;
		}
	}

	void show() {
		if (this.terminal) {
			this.err.print("\rStarting " + this.name + " ...");
			this.err.flush();
		}
	}

	void clear() {
		if (this.terminal) {
			this.err.print("\r\033[K");
			this.err.flush();
		}
	}

}
