package io.jdaemon.settings;

/**
 * Tells where a property was set.
 */
@FunctionalInterface
public interface PropertyOrigins {

	/**
	 * The property and its origin, for messages.
	 * @param property the name of a property
	 * @return "jdaemon.out, set in …", or just the name where it was not set
	 */
	String describe(String property);

}
