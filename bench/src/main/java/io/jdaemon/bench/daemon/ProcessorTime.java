package io.jdaemon.bench.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The processor time of child processes, see proc(5).
 */
public final class ProcessorTime {

	// cutime and cstime are the 16th and the 17th field; those after the name begin with
	// the third
	private static final int CUTIME = 16 - 3;

	// USER_HZ is 100 on every architecture that Java runs on
	private static final long TICK_MILLIS = 10;

	private ProcessorTime() {
	}

	/**
	 * Read the processor time of all children that have ended, and of theirs.
	 * @return user and system time, in steps of ten milliseconds
	 * @throws IOException if it cannot be read
	 */
	public static Duration ofChildren() throws IOException {
		return ofChildren(Files.readString(Path.of("/proc/self/stat")));
	}

	static Duration ofChildren(String stat) {
		String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
		return Duration.ofMillis(TICK_MILLIS * (Long.parseLong(fields[CUTIME]) + Long.parseLong(fields[CUTIME + 1])));
	}

}
