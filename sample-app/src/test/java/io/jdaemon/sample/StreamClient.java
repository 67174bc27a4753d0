package io.jdaemon.sample;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A client with an event stream, and one with a WebSocket, as browsers have them: when
 * the connection has ended, however it did, the client waits for a moment and connects
 * again.
 */
final class StreamClient implements AutoCloseable {

	private static final long RETRY = TimeUnit.MILLISECONDS.toNanos(100);

	private final List<Integer> events = new CopyOnWriteArrayList<>();

	private final List<String> failures = new CopyOnWriteArrayList<>();

	private final List<Integer> closeStatuses = new CopyOnWriteArrayList<>();

	private final int port;

	private final List<Thread> threads = new ArrayList<>();

	private volatile String generation = "";

	private volatile int greetings;

	private volatile boolean closed;

	StreamClient(int port) {
		this.port = port;
		for (Connection connection : List.<Connection>of(this::readEvents, this::readMessages)) {
			Thread thread = new Thread(() -> run(connection), "stream-client");
			thread.setDaemon(true);
			this.threads.add(thread);
			thread.start();
		}
	}

	private void run(Connection connection) {
		while (!this.closed) {
			try {
				connection.use();
			}
			catch (IOException | CompletionException ex) {
				this.failures.add(ex.toString());
			}
			LockSupport.parkNanos(RETRY);
		}
	}

	private void readEvents() throws IOException {
		HttpURLConnection stream = (HttpURLConnection) URI.create("http://127.0.0.1:" + this.port + "/events")
			.toURL()
			.openConnection();
		stream.setRequestProperty("Accept", "text/event-stream");
		stream.setReadTimeout((int) Waiting.PATIENCE.toMillis());
		int read = 0;
		try (BufferedReader lines = new BufferedReader(
				new InputStreamReader(stream.getInputStream(), StandardCharsets.UTF_8))) {
			for (String line = lines.readLine(); line != null; line = lines.readLine()) {
				if (line.startsWith("data:")) {
					this.generation = line.substring("data:".length());
				}
				read += line.isEmpty() ? 1 : 0;
			}
		}
		// The last chunk has arrived: otherwise there is an exception.
		this.events.add(read);
	}

	private void readMessages() {
		CompletableFuture<Integer> end = new CompletableFuture<>();
		WebSocket socket = HttpClient.newHttpClient()
			.newWebSocketBuilder()
			.buildAsync(URI.create("ws://127.0.0.1:" + this.port + "/socket"), new Listener(this, end))
			.join();
		try {
			this.closeStatuses.add(end.join());
		}
		finally {
			socket.abort();
		}
	}

	/**
	 * The generation of the last event.
	 * @return the generation, empty before the first event
	 */
	String generation() {
		return this.generation;
	}

	/**
	 * The streams that have ended in order.
	 * @return how many events each had
	 */
	List<Integer> events() {
		return List.copyOf(this.events);
	}

	/**
	 * How many times a WebSocket was open.
	 * @return the number
	 */
	int greetings() {
		return this.greetings;
	}

	List<Integer> closeStatuses() {
		return List.copyOf(this.closeStatuses);
	}

	/**
	 * What has not ended in order, or was not open at all.
	 * @return the exceptions
	 */
	List<String> failures() {
		return List.copyOf(this.failures);
	}

	@Override
	public void close() {
		this.closed = true;
	}

	/** Uses a connection until it ends. */
	@FunctionalInterface
	private interface Connection {

		void use() throws IOException;

	}

	/** What a page would have registered. */
	private record Listener(StreamClient client, CompletableFuture<Integer> end) implements WebSocket.Listener {

		@Override
		public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
			this.client.greetings++;
			socket.request(1);
			return null;
		}

		@Override
		public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
			this.end.complete(status);
			return null;
		}

		@Override
		public void onError(WebSocket socket, Throwable error) {
			this.end.completeExceptionally(error);
		}

	}

}
