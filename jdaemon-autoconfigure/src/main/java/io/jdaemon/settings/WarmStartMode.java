package io.jdaemon.settings;

/**
 * Whether a start uses a cache of loaded classes.
 */
public enum WarmStartMode {

	/** Every start is cold. */
	OFF,

	/**
	 * A start uses the cache that fits it, if there is one, and a restart by exec makes
	 * it.
	 */
	ON

}
