package io.jdaemon.signals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The signal masks of this process as proc(5) shows them.
 *
 * @param blocked the mask of its first thread, which the JVM leaves as exec handed it on
 * @param ignored the signals whose action is to be ignored
 */
public record SignalMasks(long blocked, long ignored) {

	/**
	 * Read the masks of this process.
	 * @return the masks now
	 * @throws IOException if proc(5) is not mounted
	 */
	public static SignalMasks read() throws IOException {
		return read(Path.of("/proc/self/status"));
	}

	static SignalMasks read(Path status) throws IOException {
		return parse(Files.readString(status, StandardCharsets.ISO_8859_1));
	}

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
	 * @return those of them that a daemon can act on
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
