package io.jdaemon.bench.daemon;

import java.util.Locale;

/**
 * How the daemon is to restart.
 */
public enum Strategy {

	EXEC, HANDOVER,

	/** Not at all, for comparison: each restart is a pause as long as the start took. */
	NONE;

	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}

}
