package io.jdaemon.settings;

/**
 * How a new version shows that it would start, before a restart by exec closes the
 * running one.
 */
public enum RehearsalMode {

	/** It does not. */
	NONE,

	/** It is started beside the running one, until its context is refreshed. */
	REFRESH

}
