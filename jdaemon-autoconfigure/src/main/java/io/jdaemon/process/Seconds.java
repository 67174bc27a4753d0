package io.jdaemon.process;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;

/**
 * Durations as people read them. Not by {@link java.util.Formatter}, for which a JVM
 * loads its locales, a twentieth of a second of each start.
 */
public final class Seconds {

	private Seconds() {
	}

	/**
	 * Tell a duration.
	 * @param duration the duration
	 * @return seconds with one decimal, such as {@code 2.9}
	 */
	public static String of(Duration duration) {
		return BigDecimal.valueOf(duration.toMillis(), 3).setScale(1, RoundingMode.HALF_UP).toPlainString();
	}

}
