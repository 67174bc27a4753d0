package io.jdaemon.fleet;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A relay before a database that counts how often a client sends something after it has
 * read a response.
 */
final class RoundTrips implements AutoCloseable {

	private final ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());

	private final AtomicInteger trips = new AtomicInteger();

	private final int target;

	RoundTrips(int target) throws IOException {
		this.target = target;
		start(this::accept);
	}

	int port() {
		return this.socket.getLocalPort();
	}

	/**
	 * The round trips since the last call.
	 * @return how many
	 */
	int take() {
		return this.trips.getAndSet(0);
	}

	private void accept() throws IOException {
		while (!this.socket.isClosed()) {
			Socket client = this.socket.accept();
			Socket server = new Socket(InetAddress.getLoopbackAddress(), this.target);
			AtomicBoolean responded = new AtomicBoolean(true);
			start(() -> copy(client, server, () -> {
				if (responded.getAndSet(false)) {
					this.trips.incrementAndGet();
				}
			}));
			start(() -> copy(server, client, () -> responded.set(true)));
		}
	}

	private static void copy(Socket from, Socket to, Runnable action) throws IOException {
		try (from; to) {
			InputStream in = from.getInputStream();
			OutputStream out = to.getOutputStream();
			byte[] buffer = new byte[8192];
			for (int length = in.read(buffer); length > 0; length = in.read(buffer)) {
				action.run();
				out.write(buffer, 0, length);
			}
		}
	}

	private static void start(Transfer transfer) {
		Thread thread = new Thread(() -> {
			try {
				transfer.run();
			}
			catch (IOException ex) {
				// The end of a connection, or of the test
			}
		}, "relay");
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public void close() {
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private interface Transfer {

		void run() throws IOException;

	}

}
