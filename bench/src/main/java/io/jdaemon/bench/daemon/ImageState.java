package io.jdaemon.bench.daemon;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the kernel shows of a daemon at one moment.
 *
 * @param image where the stack of the process begins, which is another place after each
 * exec: field 28 of proc_pid_stat(5)
 * @param waiting how many connections wait to be accepted
 * @param output the length of the daemon's log
 */
record ImageState(String image, int waiting, long output) {

	// After the name, which ends with the last parenthesis, the state is field 3.
	private static final int START_OF_STACK = 28 - 3;

	private static final String LISTENING = "0A";

	static ImageState read(long pid, int port, Path log) throws IOException {
		return new ImageState(image(text("/proc/" + pid + "/stat")),
				waiting(text("/proc/net/tcp"), port) + waiting(text("/proc/net/tcp6"), port), Files.size(log));
	}

	static String image(String stat) {
		return stat.substring(stat.lastIndexOf(')') + 2).split(" ")[START_OF_STACK];
	}

	static int waiting(String table, int port) {
		String end = String.format(":%04X", port);
		return table.lines()
			.map((line) -> line.strip().split("\\s+"))
			.filter((fields) -> fields[1].endsWith(end) && fields[3].equals(LISTENING))
			.mapToInt((fields) -> Integer.parseInt(fields[4].substring(fields[4].indexOf(':') + 1), 16))
			.sum();
	}

	private static String text(String file) throws IOException {
		return Files.readString(Path.of(file), StandardCharsets.ISO_8859_1);
	}

}
