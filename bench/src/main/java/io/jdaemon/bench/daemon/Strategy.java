package io.jdaemon.bench.daemon;

import java.util.Locale;

/**
 * How the daemon restarts.
 */
public enum Strategy {

	EXEC, HANDOVER,

	/** No restart, for comparison: a pause as long as the start took. */
	NONE;

	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}

}
