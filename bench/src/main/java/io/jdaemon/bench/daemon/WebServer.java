package io.jdaemon.bench.daemon;

import java.util.Locale;

/**
 * The web server of the daemon.
 */
public enum WebServer {

	TOMCAT, JETTY,

	/** Reactive only. */
	NETTY;

	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}

}
