package io.jdaemon.sockets;

import java.net.InetSocketAddress;

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
	 * Stop accepting connections, but serve every connection that was accepted. The next
	 * response on each is its last: {@code Connection: close} in HTTP/1.1 (RFC 9112,
	 * section 9.6), GOAWAY in HTTP/2 (RFC 9113, section 6.8).
	 */
	void drain();

	/**
	 * The number of open connections.
	 * @return the number, which misses no connection once {@link #drain()} has returned
	 */
	int connections();

}
