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
import java.util.function.Predicate;

import io.jdaemon.posix.Posix;

/**
 * All listening TCP sockets of this process at one moment.
 *
 * @param addresses the addresses that the sockets listen on, by descriptor
 */
record SocketTable(Map<Integer, InetSocketAddress> addresses) {

	private static final String SOCKET = "socket:";

	/**
	 * Read the table from /proc/self/fd.
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
					// The descriptor is closed by now.
				}
			}
		}
		return new SocketTable(addresses);
	}

	/**
	 * Find the socket that listens on an address.
	 * @param address the address
	 * @return the descriptor of the socket, if there is one
	 */
	OptionalInt find(InetSocketAddress address) {
		OptionalInt exact = find((other) -> other.equals(address));
		return exact.isPresent() ? exact : find((other) -> same(other, address));
	}

	/**
	 * Make a second descriptor of the socket that listens on an address.
	 * @param address the address
	 * @return the descriptor, which then belongs to the caller
	 * @throws IOException if no socket listens there
	 */
	int copy(Posix posix, InetSocketAddress address) throws IOException {
		int copy = posix.dup(find(address).orElseThrow(() -> new IOException("no socket listens there")));
		InetSocketAddress actual = posix.getsockname(copy);
		if (actual == null || !same(actual, address) || !posix.accepting(copy)) {
			// Closed in between, and the number was used for another file.
			posix.close(copy);
			throw new IOException("it was closed meanwhile");
		}
		return copy;
	}

	private OptionalInt find(Predicate<InetSocketAddress> matches) {
		return this.addresses.entrySet()
			.stream()
			.filter((entry) -> matches.test(entry.getValue()))
			.mapToInt(Map.Entry::getKey)
			.findFirst();
	}

	/**
	 * The addresses of this table that are not among others.
	 * @param known the addresses to leave out
	 * @return the remaining addresses
	 */
	List<InetSocketAddress> without(Collection<InetSocketAddress> known) {
		return this.addresses.values()
			.stream()
			.filter((address) -> known.stream().noneMatch((other) -> same(address, other)))
			.toList();
	}

	// The wildcard address has two forms, one for each version of IP.
	static boolean same(InetSocketAddress one, InetSocketAddress other) {
		return one.equals(other) || (one.getPort() == other.getPort() && one.getAddress().isAnyLocalAddress()
				&& other.getAddress().isAnyLocalAddress());
	}

}
