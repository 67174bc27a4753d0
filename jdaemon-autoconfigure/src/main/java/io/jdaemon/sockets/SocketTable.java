package io.jdaemon.sockets;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

import io.jdaemon.posix.Posix;

/**
 * The listening TCP sockets of this process at one moment, whoever has opened them.
 *
 * @param addresses the addresses that they listen on, by their descriptors
 */
record SocketTable(Map<Integer, InetSocketAddress> addresses) {

	private static final String SOCKET = "socket:";

	/**
	 * Look.
	 * @return the sockets
	 * @throws IOException if proc(5) is not mounted
	 */
	static SocketTable read(Posix posix) throws IOException {
		Map<Integer, InetSocketAddress> addresses = new TreeMap<>();
		try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
			for (Path link : descriptors) {
				try {
					int descriptor = Integer.parseInt(link.getFileName().toString());
					if (Files.readSymbolicLink(link).toString().startsWith(SOCKET) && posix.accepting(descriptor)) {
						InetSocketAddress address = posix.getsockname(descriptor);
						if (address != null) {
							addresses.put(descriptor, address);
						}
					}
				}
				catch (IOException ex) {
					// closed meanwhile
				}
			}
		}
		return new SocketTable(addresses);
	}

	/**
	 * Find the socket with an address.
	 * @param address the address that it listens on
	 * @return its descriptor
	 */
	OptionalInt find(InetSocketAddress address) {
		return this.addresses.entrySet()
			.stream()
			.filter((entry) -> same(entry.getValue(), address))
			.mapToInt(Map.Entry::getKey)
			.findFirst();
	}

	/**
	 * What else is there.
	 * @param known some addresses
	 * @return the others
	 */
	List<InetSocketAddress> without(Collection<InetSocketAddress> known) {
		return this.addresses.values()
			.stream()
			.filter((address) -> known.stream().noneMatch((other) -> same(address, other)))
			.toList();
	}

	// Any address is written in two ways, one for each version of IP.
	private static boolean same(InetSocketAddress one, InetSocketAddress other) {
		return one.equals(other) || (one.getPort() == other.getPort() && one.getAddress().isAnyLocalAddress()
				&& other.getAddress().isAnyLocalAddress());
	}

}
