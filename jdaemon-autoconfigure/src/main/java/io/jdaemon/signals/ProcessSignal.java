package io.jdaemon.signals;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The signals that a daemon can act on, see signal(7).
 */
public enum ProcessSignal {

	/** The terminal was closed; by convention, a daemon reopens its files. */
	HUP(1),

	/** Interrupt from the keyboard, Ctrl-C. */
	INT(2),

	/** Free for the use of an application. */
	USR1(10),

	/** The timer of alarm(2) has expired. */
	ALRM(14),

	/** Request to terminate. */
	TERM(15),

	/** Continue after a stop. */
	CONT(18),

	/** Urgent data has arrived on a socket. */
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
	 * Find a signal by its name.
	 * @param name the name with or without SIG, in upper or lower case
	 * @return the signal, or empty if it is not one of these
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
	 * The signals in a mask of proc(5).
	 * @param mask one bit for each signal, the lowest for signal 1
	 * @return the signals in the mask that are constants of this type
	 */
	static Set<ProcessSignal> inMask(long mask) {
		return EnumSet.allOf(ProcessSignal.class)
			.stream()
			.filter((signal) -> (mask >>> (signal.number - 1) & 1) != 0)
			.collect(Collectors.toCollection(() -> EnumSet.noneOf(ProcessSignal.class)));
	}

}
