package io.jdaemon.bench.daemon;

import java.util.Locale;

/**
 * The web stack of the application: servlet is Spring MVC, reactive is WebFlux.
 */
public enum WebStack {

	SERVLET, REACTIVE;

	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}

}
