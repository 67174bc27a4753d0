package io.jdaemon.sockets;

/**
 * The event streams of an application. None of them ends by itself, and their clients
 * connect again.
 */
@FunctionalInterface
public interface EventStreams {

	/**
	 * End each stream in order, after what was written to it, and each that begins later
	 * at once. A second call changes nothing.
	 */
	void end();

}
