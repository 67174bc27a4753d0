package io.jdaemon.bench;

import java.util.Locale;

/**
 * The web server to load.
 */
enum WebServer {

	TOMCAT, JETTY,

	/** Reactive only. */
	NETTY;

	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}

}
