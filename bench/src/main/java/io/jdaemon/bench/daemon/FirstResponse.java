package io.jdaemon.bench.daemon;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

import io.jdaemon.bench.http.HttpConnection;
import io.jdaemon.bench.http.RequestException;

/**
 * Waits in a thread of its own for the first response of a server that is being started,
 * so that the time does not depend on what the start itself waits for.
 */
public final class FirstResponse implements AutoCloseable {

	private static final Duration TIMEOUT = Duration.ofSeconds(180);

	private static final long INTERVAL_MILLIS = 5;

	private static final long EXIT_CHECK_MILLIS = 100;

	private final InetSocketAddress address;

	private final long start = System.nanoTime();

	private final CompletableFuture<Duration> time = new CompletableFuture<>();

	private final Thread thread = new Thread(this::poll, "first-response");

	/**
	 * Begin to wait; the time is measured from now on.
	 * @param address where the server will listen
	 */
	public FirstResponse(InetSocketAddress address) {
		this.address = address;
		this.thread.setDaemon(true);
		this.thread.start();
	}

	private void poll() {
		try {
			while (!responds()) {
				Thread.sleep(INTERVAL_MILLIS);
			}
			this.time.complete(Duration.ofNanos(System.nanoTime() - this.start));
		}
		catch (InterruptedException ex) {
			// The server has not started.
		}
	}

	private boolean responds() {
		try (HttpConnection connection = HttpConnection.open(this.address)) {
			return connection.get("/process", true).status() / 100 == 2;
		}
		catch (RequestException ex) {
			return false;
		}
	}

	/**
	 * Wait for the response.
	 * @param exited whether the server has exited, which ends the wait
	 * @return the time from the creation of this object to the complete response
	 * @throws DaemonException if the server exits or the time is up
	 */
	public Duration await(BooleanSupplier exited) throws DaemonException, InterruptedException {
		while (System.nanoTime() - this.start < TIMEOUT.toNanos() && !exited.getAsBoolean()) {
			try {
				return this.time.get(EXIT_CHECK_MILLIS, TimeUnit.MILLISECONDS);
			}
			catch (TimeoutException ex) {
				// Once more
			}
			catch (java.util.concurrent.ExecutionException ex) {
				throw new IllegalStateException(ex);
			}
		}
		throw new DaemonException("The server did not start: " + (exited.getAsBoolean() ? "it exited."
				: "there was no response within " + TIMEOUT.toSeconds() + " s."));
	}

	@Override
	public void close() {
		this.thread.interrupt();
	}

}
