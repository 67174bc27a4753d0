package io.jdaemon.settings;

/**
 * What becomes of a restart if it cannot be found out whether there is a permit for it.
 */
public enum WithoutCoordinator {

	/** It is refused. */
	REFUSE,

	/** It is done without a permit. */
	RESTART

}
