package io.jdaemon.bench;

/**
 * The programming model of the application.
 */
enum Stack {

	SERVLET, REACTIVE

}
