package io.jdaemon.sample;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Clients that send one request after the other until they are closed: one of them with a
 * connection for each request, the other with a connection for as long as the server
 * keeps it.
 */
final class Clients implements AutoCloseable {

	private final AtomicInteger responses = new AtomicInteger();

	private final AtomicInteger refused = new AtomicInteger();

	private final AtomicInteger lost = new AtomicInteger();

	private final List<Thread> threads = new ArrayList<>();

	private final int port;

	private volatile boolean closed;

	/**
	 * Start the clients.
	 * @param port the port of the application on the loopback interface
	 */
	Clients(int port) {
		this.port = port;
		for (String connection : List.of("close", "keep-alive")) {
			Thread thread = new Thread(() -> run(connection));
			thread.start();
			this.threads.add(thread);
		}
	}

	private void run(String connection) {
		byte[] request = ("GET /process HTTP/1.1\r\nHost: localhost\r\nConnection: " + connection + "\r\n\r\n")
			.getBytes(StandardCharsets.US_ASCII);
		while (!this.closed) {
			try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.port)) {
				socket.setSoTimeout((int) Waiting.PATIENCE.toMillis());
				String head;
				do {
					socket.getOutputStream().write(request);
					head = response(socket);
					this.responses.incrementAndGet();
				}
				while (!head.contains("connection: close") && !this.closed);
			}
			catch (ConnectException ex) {
				this.refused.incrementAndGet();
			}
			catch (IOException ex) {
				this.lost.incrementAndGet();
			}
		}
	}

	// Reads the head and the body, and returns the head in lower case.
	private static String response(Socket socket) throws IOException {
		StringBuilder head = new StringBuilder();
		while (head.indexOf("\r\n\r\n") < 0) {
			int next = socket.getInputStream().read();
			if (next < 0) {
				throw new IOException("The end of the connection");
			}
			head.append((char) next);
		}
		String text = head.toString().toLowerCase();
		if (text.contains("transfer-encoding: chunked")) {
			StringBuilder body = new StringBuilder();
			while (!body.toString().endsWith("\r\n0\r\n\r\n")) {
				int next = socket.getInputStream().read();
				if (next < 0) {
					throw new IOException("The end of the connection");
				}
				body.append((char) next);
			}
		}
		else {
			socket.getInputStream()
				.readNBytes(Integer.parseInt(text.replaceAll("(?s).*content-length: (\\d+).*", "$1")));
		}
		return text;
	}

	/** Wait until more responses have arrived. */
	void awaitResponses() {
		int before = this.responses.get();
		Waiting.patiently().until(() -> this.responses.get() > before + 20);
	}

	int refused() {
		return this.refused.get();
	}

	/**
	 * The number of requests on an open connection that got no response.
	 * @return the number
	 */
	int lost() {
		return this.lost.get();
	}

	@Override
	public void close() {
		this.closed = true;
		try {
			for (Thread thread : this.threads) {
				thread.join();
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
