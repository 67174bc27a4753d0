package io.jdaemon.sample;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sends one request after the other on a connection that it keeps alive, until it is
 * closed. It opens another connection when a response announces that it is the last one,
 * and never sends a request again.
 */
final class KeptAliveClient implements AutoCloseable {

	private static final int TIMEOUT_MILLIS = 60_000;

	private final int port;

	private final CompletableFuture<Void> end;

	private final AtomicInteger connections = new AtomicInteger();

	private final AtomicInteger responses = new AtomicInteger();

	private final Set<Long> processes = new ConcurrentSkipListSet<>();

	private volatile boolean closed;

	KeptAliveClient(int port) {
		this.port = port;
		this.end = CompletableFuture.runAsync(this::run, (task) -> new Thread(task, "kept-alive").start());
	}

	private void run() {
		try {
			while (!this.closed) {
				try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.port)) {
					this.connections.incrementAndGet();
					socket.setSoTimeout(TIMEOUT_MILLIS);
					BufferedReader in = new BufferedReader(
							new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
					boolean last = false;
					while (!last && !this.closed) {
						socket.getOutputStream()
							.write("GET /process HTTP/1.1\r\nHost: localhost\r\n\r\n"
								.getBytes(StandardCharsets.US_ASCII));
						last = read(in);
						this.responses.incrementAndGet();
					}
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("after " + this.responses + " responses", ex);
		}
	}

	private boolean read(BufferedReader in) throws IOException {
		assertThat(line(in)).startsWith("HTTP/1.1 200");
		boolean last = false;
		boolean chunked = false;
		int length = 0;
		for (String line = line(in); !line.isEmpty(); line = line(in)) {
			last |= line.equalsIgnoreCase("Connection: close");
			chunked |= line.equalsIgnoreCase("Transfer-Encoding: chunked");
			length = line.toLowerCase().startsWith("content-length: ") ? Integer.parseInt(line.substring(16)) : length;
		}
		String body = "";
		if (chunked) {
			for (int size = Integer.parseInt(line(in), 16); size > 0; size = Integer.parseInt(line(in), 16)) {
				body += text(in, size);
				line(in);
			}
			line(in);
		}
		else {
			body = text(in, length);
		}
		this.processes.add(new Response(200, body).number("pid"));
		return last;
	}

	private static String line(BufferedReader in) throws IOException {
		String line = in.readLine();
		if (line == null) {
			throw new EOFException("the connection was closed without a response");
		}
		return line;
	}

	private static String text(BufferedReader in, int length) throws IOException {
		char[] text = new char[length];
		for (int read = 0; read < length;) {
			int more = in.read(text, read, length - read);
			if (more < 0) {
				throw new EOFException("the connection was closed within a response");
			}
			read += more;
		}
		return new String(text);
	}

	/**
	 * The processes that have responded so far.
	 * @return their IDs, as they know them
	 */
	Set<Long> processes() {
		return Set.copyOf(this.processes);
	}

	/**
	 * How many connections it has opened so far.
	 * @return the number
	 */
	int connections() {
		return this.connections.get();
	}

	/** End the last request, and check that each one was answered. */
	@Override
	public void close() {
		this.closed = true;
		this.end.join();
		assertThat(this.responses).hasPositiveValue();
	}

}
