package io.jdaemon.output;

import java.util.Locale;

/**
 * The words for constants, which are the same in every language of the user.
 */
public final class LowerCase {

	private LowerCase() {
	}

	/**
	 * The word for a constant.
	 * @param constant the constant
	 * @return its name in lower case
	 */
	public static String of(Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT);
	}

}
