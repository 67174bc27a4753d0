package io.jdaemon.sockets;

import java.net.InetSocketAddress;
import java.util.Set;

import io.jdaemon.process.InheritedSocket;
import org.jspecify.annotations.Nullable;

/**
 * A server with one listening socket, as this package sees it.
 */
public interface ListeningServer {

	/**
	 * The address that the server is configured to listen on.
	 * @return an address, with port 0 for any port
	 */
	InetSocketAddress requestedAddress();

	/**
	 * The address that the server listens on.
	 * @return an address with a port, or {@code null} if it does not listen
	 */
	@Nullable InetSocketAddress localAddress();

	/**
	 * Make the next response on each connection its last, but go on accepting. In
	 * HTTP/1.1 the response has {@code Connection: close} (RFC 9112, section 9.6), also
	 * on a connection that is accepted later. In HTTP/2 the connections that are open now
	 * get GOAWAY (RFC 9113, section 6.8).
	 */
	void announceEnd();

	/**
	 * Stop accepting connections, but serve every connection that was accepted. Each
	 * connection of HTTP/2 that has not got it yet gets GOAWAY.
	 */
	void stopAccepting();

	/**
	 * Once nothing is accepted any more: let the connections that never end by
	 * themselves, such as those of WebSocket, end in order. This is called again and
	 * again.
	 */
	default void endLongLived() {
	}

	/**
	 * How many connections were accepted so far.
	 * @return the number
	 */
	long accepted();

	/**
	 * The name by which the next image finds the socket.
	 * @return the requested address, as {@link InheritedSocket} formats it
	 */
	default String name() {
		return InheritedSocket.address(requestedAddress());
	}

	/**
	 * Whether the server is ending long-lived connections, or those that only the
	 * application knows, and has not done so yet.
	 * @return false once it has, or has had its time
	 */
	default boolean ending() {
		return false;
	}

	/**
	 * The open connections.
	 * @return one object for each, the same as long as it is open; none is missed once
	 * {@link #stopAccepting()} has returned
	 */
	Set<?> connections();

}
