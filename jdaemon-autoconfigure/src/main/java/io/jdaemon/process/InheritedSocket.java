package io.jdaemon.process;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A listening socket that one image passes on to the next.
 *
 * @param descriptor the descriptor of the socket
 * @param address the address that its server requested, as formatted by {@link #address}
 */
public record InheritedSocket(int descriptor, String address) {

	/**
	 * Format an address, by which the next image finds the socket. This is the address
	 * that a server requests, which differs from its local address if the port is 0.
	 * @param requested the address that a server requests
	 * @return such as {@code 127.0.0.1:8080} or {@code [::1]:8080}, with {@code *} for
	 * the wildcard address
	 */
	public static String address(InetSocketAddress requested) {
		InetAddress address = requested.getAddress();
		if (address == null || address.isAnyLocalAddress()) {
			return "*:" + requested.getPort();
		}
		String host = address.getHostAddress();
		return (host.contains(":") ? "[" + host + "]" : host) + ":" + requested.getPort();
	}

	/**
	 * Format addresses for a message.
	 * @param addresses the addresses that sockets listen on
	 * @return such as {@code 127.0.0.1:8080, *:9090}
	 */
	public static String addresses(List<InetSocketAddress> addresses) {
		return addresses.stream().map(InheritedSocket::address).distinct().collect(Collectors.joining(", "));
	}

	static String format(List<InheritedSocket> sockets) {
		return sockets.stream()
			.map((socket) -> socket.descriptor + "@" + socket.address)
			.collect(Collectors.joining(","));
	}

	static List<InheritedSocket> parse(String text) {
		return Arrays.stream(text.split(","))
			.map((socket) -> socket.split("@", 2))
			.map(InheritedSocket::parse)
			.toList();
	}

	private static InheritedSocket parse(String[] fields) {
		if (fields.length < 2) {
			throw new IllegalArgumentException("A socket without an address: " + fields[0]);
		}
		return new InheritedSocket(Integer.parseInt(fields[0]), fields[1]);
	}

}
