package io.jdaemon.process;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;

/**
 * Formats durations for people. It does not use {@link java.util.Formatter}, because that
 * loads the JVM's locales, which adds a twentieth of a second to each start.
 */
public final class Seconds {

	private Seconds() {
	}

	/**
	 * Format a duration.
	 * @param duration the duration
	 * @return seconds with one decimal, such as {@code 2.9}
	 */
	public static String of(Duration duration) {
		return BigDecimal.valueOf(duration.toMillis(), 3).setScale(1, RoundingMode.HALF_UP).toPlainString();
	}

}
