package io.jdaemon.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A client of the sample application, with a connection for each request.
 *
 * @param port the port of the application
 */
public record SampleClient(int port) {

	// The response to a restart follows its rehearsal.
	private static final int TIMEOUT_MILLIS = 120_000;

	public static int freePort() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Find a port that the kernel itself does not choose.
	 * @return a port that is free on the loopback interface
	 */
	static int fixedPort() {
		int port;
		do {
			port = ThreadLocalRandom.current().nextInt(10_000, 30_000);
		}
		while (!free(port));
		return port;
	}

	/**
	 * Whether a server can listen on a port now.
	 * @param port the port
	 * @return whether the port is free on the loopback interface
	 */
	static boolean free(int port) {
		try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
			return socket.isBound();
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Send a request.
	 * @param method GET or POST
	 * @param path the path
	 * @return the response
	 */
	public Response request(String method, String path) {
		try {
			HttpURLConnection connection = (HttpURLConnection) URI.create("http://127.0.0.1:" + this.port + path)
				.toURL()
				.openConnection();
			connection.setRequestMethod(method);
			connection.setRequestProperty("Connection", "close");
			connection.setConnectTimeout(TIMEOUT_MILLIS);
			connection.setReadTimeout(TIMEOUT_MILLIS);
			int status = connection.getResponseCode();
			try (var body = (status < 400) ? connection.getInputStream() : connection.getErrorStream()) {
				return new Response(status,
						(body != null) ? new String(body.readAllBytes(), StandardCharsets.UTF_8) : "");
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
