package io.jdaemon.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where an operator types commands: a directory and an environment.
 */
final class Terminal {

	private final Path directory;

	private final Map<String, String> environment = new HashMap<>();

	// The shell that runs the tests may have left signals ignored: its "&" does.
	private final List<String> prefix = new ArrayList<>(List.of("env", "--default-signal"));

	private int typed;

	Terminal(Path directory) {
		this.directory = directory;
		environment("PATH", System.getenv("PATH"));
		environment("LANG", "C.UTF-8");
	}

	void environment(String name, String value) {
		this.environment.put(name, value);
	}

	/**
	 * Run what is typed by a script, which finds the command in {@code "$@"}.
	 * @param script a script for sh(1)
	 */
	void shell(String script) {
		this.prefix.addAll(List.of("/bin/sh", "-c", script, "sh"));
	}

	/**
	 * Run what is typed as another user.
	 * @param user the ID of the user
	 */
	void user(int user) {
		this.prefix.addAll(0,
				List.of("setpriv", "--reuid=" + user, "--regid=" + user, "--clear-groups", "--inh-caps=-all"));
	}

	/**
	 * Type a command.
	 * @param words its words
	 * @return the command, which runs
	 */
	Launch type(List<String> words) {
		List<String> command = new ArrayList<>(this.prefix);
		command.addAll(words);
		int number = this.typed++;
		Path out = this.directory.resolve("launcher-" + number + ".out");
		Path err = this.directory.resolve("launcher-" + number + ".err");
		ProcessBuilder builder = new ProcessBuilder(command).directory(this.directory.toFile())
			.redirectOutput(out.toFile())
			.redirectError(err.toFile());
		builder.environment().clear();
		builder.environment().putAll(this.environment);
		try {
			return new Launch(builder.start(), out, err);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
