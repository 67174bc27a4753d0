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
 * Finds a port for the daemon.
 */
public final class FreePort {

	private static final Path EPHEMERAL = Path.of("/proc/sys/net/ipv4/ip_local_port_range");

	private static final int LOWEST = 10000;

	private static final int ATTEMPTS = 100;

	private FreePort() {
	}

	/**
	 * Find a free port that no client gets as its own. A port of the ephemeral range
	 * would do for most servers, but not for one that is away for a while: a client that
	 * tries to connect could be given it, and so connect to itself or keep the server
	 * from coming back.
	 * @return the address, with an IPv4 literal as its host
	 * @throws IOException if there is none
	 */
	public static InetSocketAddress onLoopback() throws IOException {
		int end = ephemeralStart();
		if (end <= LOWEST) {
			throw new IOException("the ports that " + EPHEMERAL + " leaves to servers end at " + end);
		}
		Random random = new Random();
		for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
			int port = LOWEST + random.nextInt(end - LOWEST);
			InetAddress address = InetAddress.getByAddress("127.0.0.1", new byte[] { 127, 0, 0, 1 });
			try (ServerSocket socket = new ServerSocket(port, 1, address)) {
				return new InetSocketAddress(address, socket.getLocalPort());
			}
			catch (IOException ex) {
				// Somebody else's port; try another.
			}
		}
		throw new IOException("no free port from " + LOWEST + " to " + end);
	}

	// Buffered, because only the first read(2) of such a file returns anything.
	private static int ephemeralStart() throws IOException {
		try (BufferedReader reader = Files.newBufferedReader(EPHEMERAL)) {
			return Integer.parseInt(reader.readLine().split("\\s+")[0]);
		}
	}

}
