package io.jdaemon.signals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Signal masks as /proc/PID/status shows them, see proc(5).
 *
 * @param blocked the signals that are blocked; in the status of a process this is the
 * mask of its first thread, which in a JVM is still the mask that exec passed on
 * @param ignored the signals that are ignored
 */
public record SignalMasks(long blocked, long ignored) {

	/**
	 * Read the masks of this process.
	 * @return the current masks
	 * @throws IOException if proc(5) is not mounted
	 */
	public static SignalMasks read() throws IOException {
		return read(Path.of("/proc/self/status"));
	}

	static SignalMasks read(Path status) throws IOException {
		return parse(Files.readString(status, StandardCharsets.ISO_8859_1));
	}

	/**
	 * Parse the text of /proc/PID/status.
	 * @param status the text
	 * @return its masks, empty where a field is missing
	 */
	public static SignalMasks parse(String status) {
		return new SignalMasks(mask(status, "SigBlk:"), mask(status, "SigIgn:"));
	}

	private static long mask(String status, String field) {
		return status.lines()
			.filter((line) -> line.startsWith(field))
			.map((line) -> Long.parseUnsignedLong(line.substring(field.length()).strip(), 16))
			.findFirst()
			.orElse(0L);
	}

	/**
	 * The signals that are ignored.
	 * @return the ones among them that a daemon can act on
	 */
	public Set<ProcessSignal> ignoredSignals() {
		return ProcessSignal.inMask(this.ignored);
	}

	boolean blocks(ProcessSignal signal) {
		return (this.blocked >>> (signal.number() - 1) & 1) != 0;
	}

	/**
	 * The numbers of the blocked signals.
	 * @return numbers from 1 to 64
	 */
	public Set<Integer> blockedNumbers() {
		return IntStream.rangeClosed(1, Long.SIZE)
			.filter((number) -> (this.blocked >>> (number - 1) & 1) != 0)
			.boxed()
			.collect(Collectors.toUnmodifiableSet());
	}

}
