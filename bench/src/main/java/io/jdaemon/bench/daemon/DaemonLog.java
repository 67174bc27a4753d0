package io.jdaemon.bench.daemon;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The file that the daemon's standard output and error are appended to.
 *
 * @param file its path
 */
public record DaemonLog(Path file) {

	private static final int LAST_LINES = 20;

	public String lastOutput() {
		try {
			List<String> lines = new String(Files.readAllBytes(this.file), StandardCharsets.UTF_8).lines().toList();
			return "Last output:\n"
					+ String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
		}
		catch (IOException ex) {
			return "There is no output in " + this.file + ".";
		}
	}

}
