package io.jdaemon;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;

/**
 * Opens listening sockets of the application's own, such as that of an echo server or of
 * gRPC, that survive a restart. There is a bean of this type in every mode: where there
 * is nothing to adopt it binds a new socket, as {@code ServerSocketChannel.bind} does.
 * <p>
 * Open a socket in {@code SmartLifecycle.start()} or in a runner, before the application
 * is ready: what the new image has not opened by then is closed. A constructor would open
 * it in a rehearsal, too, and fail there, since the process that runs listens.
 */
@FunctionalInterface
public interface ListeningSockets {

	/** How many connections may wait to be accepted, unless it is specified. */
	int BACKLOG = 128;

	/**
	 * Open a socket with the default {@linkplain #BACKLOG backlog}.
	 * @param address the address, see {@link #open(InetSocketAddress, int)}
	 * @return the socket, which listens
	 * @throws IOException if it cannot be opened
	 */
	default ListeningChannel open(InetSocketAddress address) throws IOException {
		return open(address, BACKLOG);
	}

	/**
	 * Adopt the socket that the previous image, the predecessor of a handover or systemd
	 * has left for an address, with the connections that wait in it, or else bind a new
	 * one. The same address is meant by each image: with port 0 it gets the port that the
	 * kernel has chosen for the first one.
	 * @param address a resolved address, which may be a wildcard address, and have port 0
	 * @param backlog how many connections may wait, see listen(2); a socket of a socket
	 * unit has a setting of its own
	 * @return the socket, which listens
	 * @throws IOException if it cannot be opened, such as a {@link BindException}
	 * @throws IllegalStateException if this application has the address open
	 */
	ListeningChannel open(InetSocketAddress address, int backlog) throws IOException;

}
