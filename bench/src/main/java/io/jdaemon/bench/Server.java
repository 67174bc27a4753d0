package io.jdaemon.bench;

/**
 * The web server to load.
 */
enum Server {

	TOMCAT, JETTY,

	/** Reactive only. */
	NETTY

}
