package io.jdaemon.bench.http;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server that follows a script: on each connection it sends one response of the script
 * for each request, then applies its {@link Ending}.
 */
public final class ScriptedServer implements Closeable {

	private final ServerSocket listener;

	private final Ending ending;

	private final List<String> script;

	private final AtomicInteger accepted = new AtomicInteger();

	public ScriptedServer(Ending ending, String... script) throws IOException {
		this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		this.ending = ending;
		this.script = List.of(script);
		Thread thread = new Thread(this::serve, "scripted-server");
		thread.setDaemon(true);
		thread.start();
	}

	private void serve() {
		try {
			while (true) {
				try (Socket socket = this.listener.accept()) {
					this.accepted.incrementAndGet();
					play(socket);
				}
			}
		}
		catch (IOException ex) {
			// The test has ended, or has closed its connection early.
		}
	}

	private void play(Socket socket) throws IOException {
		BufferedReader requests = new BufferedReader(
				new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
		for (String response : this.script) {
			if (!request(requests)) {
				return;
			}
			socket.getOutputStream().write(response.getBytes(StandardCharsets.US_ASCII));
		}
		switch (this.ending) {
			case CLOSE -> request(requests);
			case RESET -> {
				request(requests);
				socket.setSoLinger(true, 0);
			}
			case CLOSE_AT_ONCE -> {
			}
			case RESET_AT_ONCE -> socket.setSoLinger(true, 0);
			case SILENCE -> {
				while (request(requests)) {
					// No response is sent.
				}
			}
		}
	}

	private static boolean request(BufferedReader requests) throws IOException {
		String line = requests.readLine();
		while (line != null && !line.isEmpty()) {
			line = requests.readLine();
		}
		return line != null;
	}

	public InetSocketAddress address() {
		return new InetSocketAddress(this.listener.getInetAddress(), this.listener.getLocalPort());
	}

	public int accepted() {
		return this.accepted.get();
	}

	@Override
	public void close() throws IOException {
		this.listener.close();
	}

	/**
	 * What happens to a connection at the end of the script.
	 */
	public enum Ending {

		/** Closed without a reset when another request has arrived. */
		CLOSE,

		/** Reset when another request has arrived. */
		RESET,

		/** Closed without a reset after the last response. */
		CLOSE_AT_ONCE,

		/** Reset after the last response. */
		RESET_AT_ONCE,

		/** Requests are read, but no response is sent. */
		SILENCE

	}

}
