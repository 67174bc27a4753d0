package io.jdaemon.bench;

/**
 * The programming model of the application.
 */
enum WebStack {

	SERVLET, REACTIVE

}
