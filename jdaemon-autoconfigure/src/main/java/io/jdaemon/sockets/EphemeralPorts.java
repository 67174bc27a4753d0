package io.jdaemon.sockets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The ports from which the kernel chooses one for a socket that asks for any; see
 * ip_local_port_range in ip(7).
 *
 * @param first the first port
 * @param last the last port
 */
record EphemeralPorts(int first, int last) {

	private static final Path RANGE = Path.of("/proc/sys/net/ipv4/ip_local_port_range");

	/**
	 * Read the range from /proc.
	 * @throws IOException if proc(5) is not mounted
	 */
	static EphemeralPorts read() throws IOException {
		// Not readString(): its first read(2) takes one byte, and the kernel answers no
		// second one.
		String[] range = Files.readAllLines(RANGE).get(0).split("\\s+");
		return new EphemeralPorts(Integer.parseInt(range[0]), Integer.parseInt(range[1]));
	}

	boolean contains(int port) {
		return port >= this.first && port <= this.last;
	}

}
