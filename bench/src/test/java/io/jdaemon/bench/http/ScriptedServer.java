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
 * A server that says what the test tells it: on each connection one piece of its script
 * for each request, then nothing more.
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
			// The test is over, or has closed its connection in the middle.
		}
	}

	private void play(Socket socket) throws IOException {
		BufferedReader requests = new BufferedReader(
				new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
		for (String answer : this.script) {
			if (!request(requests)) {
				return;
			}
			socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
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
					// Never answered
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
	 * What becomes of a connection once the script is at its end.
	 */
	public enum Ending {

		/** Closed in good order when one more request has come. */
		CLOSE,

		/** Reset when one more request has come. */
		RESET,

		/** Closed in good order behind the last answer. */
		CLOSE_AT_ONCE,

		/** Reset behind the last answer. */
		RESET_AT_ONCE,

		/** Requests are read and not answered. */
		SILENCE

	}

}
