package io.jdaemon.sample.fault;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/**
 * A Java agent that listens on a port, like many that monitor or profile.
 */
public final class ListeningAgent {

	// Open until the JVM ends
	private static ServerSocket socket;

	private ListeningAgent() {
	}

	public static void premain(String port) throws IOException {
		socket = new ServerSocket(Integer.parseInt(port), 1, InetAddress.getLoopbackAddress());
	}

}
