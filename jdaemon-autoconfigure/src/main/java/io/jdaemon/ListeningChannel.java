package io.jdaemon;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;

/**
 * A listening socket of the application's own that survives a restart. It is closed with
 * the bean {@link ListeningSockets} at the latest.
 */
public interface ListeningChannel extends AutoCloseable {

	/**
	 * The channel, to accept connections on or to register with a selector. To close it
	 * is the same as {@link #close()}.
	 * @return Java's own channel; if it has adopted a socket, Java does not know the
	 * address, which is {@link #address()}
	 */
	ServerSocketChannel channel();

	/**
	 * The address that the socket listens on.
	 * @return the address, with the port that the kernel has chosen if none was specified
	 */
	InetSocketAddress address();

	/**
	 * Register an action for when the application is to stop accepting and to end its
	 * connections in order: a restart by exec or the predecessor of a handover drains, or
	 * the context is about to be closed, whatever comes first. The actions of a channel
	 * are called once, one after the other on a thread of their own, and nothing is
	 * closed before they have returned: by handover for at most
	 * {@code jdaemon.restart.drain-timeout}, and always for at most
	 * {@code spring.lifecycle.timeout-per-shutdown-phase}. An exception is logged. An
	 * action that is registered after that is called at once, and none is called if the
	 * application has closed the channel before.
	 * @param action the action, which may close this channel: connections that wait in it
	 * are left to the next image or to the successor
	 */
	void onDrain(Runnable action);

	/**
	 * Stop accepting, and close the socket in this image. A restart that has begun keeps
	 * it for the next image; otherwise the port is free then.
	 * @throws IOException if it cannot be closed
	 */
	@Override
	void close() throws IOException;

}
