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
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import static io.jdaemon.sample.Waiting.patiently;

/**
 * Clients that send a line on one new connection after the other, and never repeat one.
 */
final class EchoClient implements AutoCloseable {

	private static final int CLIENTS = 3;

	private final int port;

	private final AtomicInteger echoed = new AtomicInteger();

	private final Queue<String> refused = new ConcurrentLinkedQueue<>();

	private final Queue<String> lost = new ConcurrentLinkedQueue<>();

	private final List<Thread> threads;

	private volatile boolean closed;

	EchoClient(int port) {
		this.port = port;
		this.threads = IntStream.range(0, CLIENTS).mapToObj((i) -> new Thread(this::run, "echo-client")).toList();
		this.threads.forEach(Thread::start);
	}

	private void run() {
		for (int i = 0; !this.closed; i++) {
			try (Socket socket = new Socket()) {
				socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.port));
				socket.setSoTimeout((int) Waiting.PATIENCE.toMillis());
				echo(socket, "line " + i);
				this.echoed.incrementAndGet();
			}
			catch (ConnectException ex) {
				this.refused.add(ex.toString());
			}
			catch (IOException ex) {
				this.lost.add(ex.toString());
			}
		}
	}

	private static void echo(Socket socket, String line) throws IOException {
		socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
		String echo = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
			.readLine();
		if (!line.equals(echo)) {
			throw new EOFException(line + " came back as " + echo);
		}
	}

	int echoed() {
		return this.echoed.get();
	}

	List<String> refused() {
		return List.copyOf(this.refused);
	}

	List<String> lost() {
		return List.copyOf(this.lost);
	}

	/** Wait until more lines have come back. */
	void awaitEchoes() {
		int more = this.echoed.get() + 10 * this.threads.size();
		patiently().until(() -> this.echoed.get() >= more);
	}

	/** End the clients, each after its last line. */
	void finish() {
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
