package io.jdaemon.bench;

/**
 * The web server to load.
 */
enum WebServer {

	TOMCAT, JETTY,

	/** Reactive only. */
	NETTY

}
