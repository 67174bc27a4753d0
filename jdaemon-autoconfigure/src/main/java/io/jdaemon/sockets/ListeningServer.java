package io.jdaemon.sockets;

import java.net.InetSocketAddress;

import org.jspecify.annotations.Nullable;

/**
 * A server with one listening socket, as this package sees it.
 */
public interface ListeningServer {

	/**
	 * The address that it was told to listen on.
	 * @return an address, with port 0 for any port
	 */
	InetSocketAddress requestedAddress();

	/**
	 * The address that it listens on.
	 * @return an address with a port, {@code null} if it does not listen
	 */
	@Nullable InetSocketAddress localAddress();

	/**
	 * Accept no more connections, but serve every one that is accepted, and let the next
	 * answer on each be its last: {@code Connection: close} in HTTP/1.1 (RFC 9112,
	 * section 9.6), GOAWAY in HTTP/2 (RFC 9113, section 6.8).
	 */
	void drain();

	/**
	 * How many connections are open.
	 * @return the number, exact once {@link #drain()} has returned
	 */
	int connections();

}
