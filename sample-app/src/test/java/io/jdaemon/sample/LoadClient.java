package io.jdaemon.sample;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import static io.jdaemon.sample.Waiting.patiently;

/**
 * Clients that send one request after the other, and never repeat one: some on a new
 * connection each, some on one connection until a response closes it.
 */
public final class LoadClient implements AutoCloseable {

	private static final int CLIENTS_OF_A_KIND = 4;

	private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(20);

	private final int port;

	private final List<Thread> threads = new ArrayList<>();

	private final AtomicInteger answered = new AtomicInteger();

	private final Queue<String> refused = new ConcurrentLinkedQueue<>();

	private final Queue<String> lost = new ConcurrentLinkedQueue<>();

	private volatile boolean closed;

	/**
	 * Start the clients.
	 * @param port the port of the application
	 */
	public LoadClient(int port) {
		this.port = port;
		for (int i = 0; i < CLIENTS_OF_A_KIND; i++) {
			start(false);
			start(true);
		}
	}

	private void start(boolean keptAlive) {
		Thread thread = new Thread(() -> run(keptAlive), "load-client");
		this.threads.add(thread);
		thread.start();
	}

	private void run(boolean keptAlive) {
		while (!this.closed) {
			try (Socket socket = new Socket()) {
				socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.port));
				socket.setSoTimeout((int) Waiting.PATIENCE.toMillis());
				useConnection(socket, keptAlive);
			}
			catch (ConnectException ex) {
				this.refused.add(ex.toString());
			}
			catch (IOException ex) {
				this.lost.add((keptAlive ? "kept alive: " : "new: ") + ex);
			}
			LockSupport.parkNanos(PAUSE);
		}
	}

	private void useConnection(Socket socket, boolean keptAlive) throws IOException {
		BufferedReader reader = new BufferedReader(
				new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
		boolean open = true;
		while (open && !this.closed) {
			socket.getOutputStream()
				.write(("GET /process HTTP/1.1\r\nHost: localhost\r\n" + (keptAlive ? "" : "Connection: close\r\n")
						+ "\r\n")
					.getBytes(StandardCharsets.ISO_8859_1));
			open = readResponse(reader);
			this.answered.incrementAndGet();
			LockSupport.parkNanos(PAUSE);
		}
	}

	// Whether the connection stays open
	private static boolean readResponse(BufferedReader reader) throws IOException {
		String status = line(reader);
		if (!status.contains(" 200")) {
			throw new IOException("status line " + status);
		}
		boolean open = true;
		boolean chunked = false;
		int length = 0;
		for (String header = line(reader); !header.isEmpty(); header = line(reader)) {
			open &= !header.equalsIgnoreCase("Connection: close");
			chunked |= header.equalsIgnoreCase("Transfer-Encoding: chunked");
			if (header.regionMatches(true, 0, "Content-Length:", 0, 15)) {
				length = Integer.parseInt(header.substring(15).strip());
			}
		}
		do {
			length = chunked ? Integer.parseInt(line(reader), 16) : length;
			for (int i = 0; i < length; i++) {
				character(reader);
			}
			if (chunked) {
				line(reader);
			}
		}
		while (chunked && length > 0);
		return open;
	}

	private static String line(BufferedReader reader) throws IOException {
		String line = reader.readLine();
		if (line == null) {
			throw new EOFException("the server has closed the connection");
		}
		return line;
	}

	private static void character(BufferedReader reader) throws IOException {
		if (reader.read() < 0) {
			throw new EOFException("the server has closed the connection within a response");
		}
	}

	int clients() {
		return this.threads.size();
	}

	public int answered() {
		return this.answered.get();
	}

	public List<String> refused() {
		return List.copyOf(this.refused);
	}

	public List<String> lost() {
		return List.copyOf(this.lost);
	}

	/** Wait until each client has got more responses. */
	public void awaitResponses() {
		int more = this.answered.get() + 10 * this.threads.size();
		patiently().until(() -> this.answered.get() >= more);
	}

	/** End the clients, each after its last response. */
	public void finish() {
		this.closed = true;
		for (Thread thread : this.threads) {
			try {
				thread.join();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}
	}

	@Override
	public void close() {
		finish();
	}

}
