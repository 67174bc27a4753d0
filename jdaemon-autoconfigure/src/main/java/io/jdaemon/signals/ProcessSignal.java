package io.jdaemon.signals;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The signals that a daemon can be told to act on, see signal(7).
 */
public enum ProcessSignal {

	/** The terminal is gone; by custom: read your files anew. */
	HUP(1),

	/** Ctrl-C. */
	INT(2),

	/** The application's own. */
	USR1(10),

	/** alarm(2). */
	ALRM(14),

	/** The request to end. */
	TERM(15),

	/** Go on after a stop. */
	CONT(18),

	/** Urgent data on a socket. */
	URG(23);

	private final int number;

	ProcessSignal(int number) {
		this.number = number;
	}

	/**
	 * The number of the signal on Linux.
	 * @return a positive number
	 */
	public int number() {
		return this.number;
	}

	/**
	 * The signal of a name.
	 * @param name the name with or without SIG, in any case
	 * @return the signal, if it is one of these
	 */
	public static Optional<ProcessSignal> named(String name) {
		String upper = name.toUpperCase(Locale.ROOT);
		String bare = upper.startsWith("SIG") ? upper.substring(3) : upper;
		return Arrays.stream(values()).filter((signal) -> signal.name().equals(bare)).findFirst();
	}

	/**
	 * The numbers of some signals.
	 * @param signals the signals
	 * @return their numbers
	 */
	public static Set<Integer> numbers(Collection<ProcessSignal> signals) {
		return signals.stream().map(ProcessSignal::number).collect(Collectors.toUnmodifiableSet());
	}

	/**
	 * The signals in a mask as proc(5) prints it.
	 * @param mask a bit for each signal, the lowest for number 1
	 * @return those of its signals that are known here
	 */
	static Set<ProcessSignal> inMask(long mask) {
		return EnumSet.allOf(ProcessSignal.class)
			.stream()
			.filter((signal) -> (mask >>> (signal.number - 1) & 1) != 0)
			.collect(Collectors.toCollection(() -> EnumSet.noneOf(ProcessSignal.class)));
	}

}
