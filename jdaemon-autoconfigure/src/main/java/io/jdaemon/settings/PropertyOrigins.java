package io.jdaemon.settings;

/**
 * Describes where a property was set.
 */
@FunctionalInterface
public interface PropertyOrigins {

	/**
	 * The property and its origin, for messages.
	 * @param property the name of a property
	 * @return such as "jdaemon.out, set in …", or only the name if it was not set
	 */
	String describe(String property);

}
