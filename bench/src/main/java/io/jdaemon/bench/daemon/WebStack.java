package io.jdaemon.bench.daemon;

import java.util.Locale;

/**
 * The programming model of the application.
 */
public enum WebStack {

	SERVLET, REACTIVE;

	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}

}
