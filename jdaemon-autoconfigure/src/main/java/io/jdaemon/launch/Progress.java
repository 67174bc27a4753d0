package io.jdaemon.launch;

import java.io.PrintStream;

import io.jdaemon.output.TerminalText;

/**
 * The line on the terminal that shows that the start has begun; {@code watch.sh} goes on
 * with it. It is not shown where the standard error is not a terminal.
 */
final class Progress {

	private final PrintStream err = System.err;

	private final String name;

	private final boolean terminal;

	/**
	 * Create the line.
	 * @param name the name of the application
	 */
	Progress(String name) {
		this.name = name;
		this.terminal = TerminalText.isTerminal(2);
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
