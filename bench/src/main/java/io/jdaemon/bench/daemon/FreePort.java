package io.jdaemon.bench.daemon;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * Finds a port for the daemon to listen on.
 */
public final class FreePort {

	private static final Path EPHEMERAL = Path.of("/proc/sys/net/ipv4/ip_local_port_range");

	private static final int LOWEST = 10000;

	private static final int ATTEMPTS = 100;

	private FreePort() {
	}

	/**
	 * Find a free port outside the ephemeral range, see ip(7). While the daemon is not
	 * listening, the kernel could assign an ephemeral port to a client that connects:
	 * that client would be connected to itself, or keep the daemon from binding the port.
	 * @return the address, with an IPv4 literal as its host
	 * @throws IOException if no port is free
	 */
	public static InetSocketAddress onLoopback() throws IOException {
		int end = ephemeralStart();
		if (end <= LOWEST) {
			throw new IOException("no port for the daemon: the ephemeral ports in " + EPHEMERAL + " begin at " + end);
		}
		Random random = new Random();
		for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
			int port = LOWEST + random.nextInt(end - LOWEST);
			InetAddress address = InetAddress.getByAddress("127.0.0.1", new byte[] { 127, 0, 0, 1 });
			try (ServerSocket socket = new ServerSocket(port, 1, address)) {
				return new InetSocketAddress(address, socket.getLocalPort());
			}
			catch (IOException ex) {
				// The port is in use; try another.
			}
		}
		throw new IOException("no free port from " + LOWEST + " to " + (end - 1) + " in " + ATTEMPTS + " attempts");
	}

	// Buffered, because only the first read(2) of such a file returns data.
	private static int ephemeralStart() throws IOException {
		try (BufferedReader reader = Files.newBufferedReader(EPHEMERAL)) {
			return Integer.parseInt(reader.readLine().split("\\s+")[0]);
		}
	}

}
