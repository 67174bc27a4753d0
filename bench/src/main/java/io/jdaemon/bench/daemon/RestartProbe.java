package io.jdaemon.bench.daemon;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.jdaemon.bench.http.HttpConnection;
import io.jdaemon.bench.http.HttpResponse;
import io.jdaemon.bench.http.RequestException;

/**
 * Requests a number that grows with each restart, each time on a connection of its own.
 */
public final class RestartProbe {

	private static final Duration TIMEOUT = Duration.ofSeconds(180);

	private static final long INTERVAL_MILLIS = 10;

	private final InetSocketAddress address;

	private final String field;

	private final Pattern number;

	/**
	 * Create a probe of one of the numbers in the response.
	 * @param address where the server listens
	 * @param field the number that grows with each restart: {@code generation}, or
	 * {@code context} where a restart keeps the process
	 */
	public RestartProbe(InetSocketAddress address, String field) {
		this.address = address;
		this.field = field;
		this.number = Pattern.compile("\"" + field + "\":(\\d+)");
	}

	public long current() throws DaemonException {
		return probe().orElseThrow(() -> new DaemonException("GET /process returned no " + this.field + "."));
	}

	/**
	 * Wait for a response with a greater number.
	 * @param before the number before the restart
	 * @param exited whether the daemon has exited, which ends the wait
	 * @return the number in the response
	 * @throws DaemonException if the daemon exits or the time is up
	 */
	public long awaitLaterThan(long before, BooleanSupplier exited) throws DaemonException, InterruptedException {
		long start = System.nanoTime();
		while (System.nanoTime() - start < TIMEOUT.toNanos() && !exited.getAsBoolean()) {
			OptionalLong current = probe();
			if (current.isPresent() && current.getAsLong() > before) {
				return current.getAsLong();
			}
			Thread.sleep(INTERVAL_MILLIS);
		}
		throw new DaemonException(
				"The restart of " + this.field + " " + before + " did not complete: " + (exited.getAsBoolean()
						? "the daemon exited." : "no later one responded within " + TIMEOUT.toSeconds() + " s."));
	}

	private OptionalLong probe() {
		try (HttpConnection connection = HttpConnection.open(this.address)) {
			HttpResponse response = connection.get("/process", true);
			Matcher matcher = this.number.matcher(new String(response.body(), StandardCharsets.UTF_8));
			return matcher.find() ? OptionalLong.of(Long.parseLong(matcher.group(1))) : OptionalLong.empty();
		}
		catch (RequestException ex) {
			return OptionalLong.empty();
		}
	}

}
