package io.jdaemon.sockets;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixException;

/**
 * The listening TCP sockets of this process, whoever has opened them.
 */
final class SocketTable {

	private static final String SOCKET = "socket:";

	private final Posix posix;

	SocketTable(Posix posix) {
		this.posix = posix;
	}

	/**
	 * Look.
	 * @return the addresses by the descriptors
	 * @throws IOException if proc(5) is not mounted
	 */
	Map<Integer, InetSocketAddress> listening() throws IOException {
		Map<Integer, InetSocketAddress> listening = new TreeMap<>();
		try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
			for (Path descriptor : descriptors) {
				try {
					if (Files.readSymbolicLink(descriptor).toString().startsWith(SOCKET)) {
						put(listening, Integer.parseInt(descriptor.getFileName().toString()));
					}
				}
				catch (IOException ex) {
					// closed meanwhile
				}
			}
		}
		return listening;
	}

	private void put(Map<Integer, InetSocketAddress> listening, int descriptor) throws PosixException {
		if (this.posix.accepting(descriptor)) {
			InetSocketAddress address = this.posix.getsockname(descriptor);
			if (address != null) {
				listening.put(descriptor, address);
			}
		}
	}

	/**
	 * Find the socket with an address.
	 * @param address the address that it listens on
	 * @return its descriptor
	 * @throws IOException if proc(5) is not mounted
	 */
	OptionalInt find(InetSocketAddress address) throws IOException {
		return listening().entrySet()
			.stream()
			.filter((entry) -> same(entry.getValue(), address))
			.mapToInt(Map.Entry::getKey)
			.findFirst();
	}

	// Any address is written in two ways, one for each version of IP.
	static boolean same(InetSocketAddress one, InetSocketAddress other) {
		return one.equals(other) || (one.getPort() == other.getPort() && one.getAddress().isAnyLocalAddress()
				&& other.getAddress().isAnyLocalAddress());
	}

}
