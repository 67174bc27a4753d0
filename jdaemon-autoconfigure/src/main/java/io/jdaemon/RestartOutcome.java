package io.jdaemon;

/**
 * How a restart has ended.
 */
public enum RestartOutcome {

	/** The new image, or the successor, has been started. */
	COMPLETED,

	/** It could not have succeeded, so nothing was closed. */
	REFUSED,

	/** It was begun and did not succeed. */
	FAILED,

	/** The new image was ready, and its application has ended since. */
	ENDED

}
