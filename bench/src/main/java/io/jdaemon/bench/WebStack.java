package io.jdaemon.bench;

import java.util.Locale;

/**
 * The programming model of the application.
 */
enum WebStack {

	SERVLET, REACTIVE;

	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}

}
