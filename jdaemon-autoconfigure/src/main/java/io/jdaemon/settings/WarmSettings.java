package io.jdaemon.settings;

/**
 * The settings of the warm start.
 *
 * @param mode whether a start uses a cache
 * @param directory the directory that contains the caches
 */
public record WarmSettings(WarmStartMode mode, String directory) {

	/**
	 * Whether a start uses a cache.
	 * @return whether it does, if one fits
	 */
	public boolean on() {
		return this.mode == WarmStartMode.ON;
	}

}
