package io.jdaemon.bench.daemon;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.jdaemon.bench.http.HttpConnection;
import io.jdaemon.bench.http.HttpResponse;
import io.jdaemon.bench.http.RequestException;

/**
 * Asks, each time on a connection of its own, which generation of the daemon answers.
 */
public final class GenerationProbe {

	private static final Pattern GENERATION = Pattern.compile("\"generation\":(\\d+)");

	private static final long INTERVAL_MILLIS = 10;

	private final InetSocketAddress address;

	private final Duration timeout;

	public GenerationProbe(InetSocketAddress address, Duration timeout) {
		this.address = address;
		this.timeout = timeout;
	}

	public int current() throws DaemonException {
		return probe().orElseThrow(() -> new DaemonException("GET /process does not tell a generation."));
	}

	/**
	 * Wait until a later generation answers.
	 * @param generation the generation to wait out
	 * @param exited whether there is nobody left to wait for
	 * @return the generation that answers
	 * @throws DaemonException if none does in time
	 */
	public int awaitLaterThan(int generation, BooleanSupplier exited) throws DaemonException, InterruptedException {
		long start = System.nanoTime();
		while (System.nanoTime() - start < this.timeout.toNanos() && !exited.getAsBoolean()) {
			OptionalInt current = probe();
			if (current.isPresent() && current.getAsInt() > generation) {
				return current.getAsInt();
			}
			Thread.sleep(INTERVAL_MILLIS);
		}
		throw new DaemonException("The daemon has not come back from its restart after generation " + generation
				+ ": it " + (exited.getAsBoolean() ? "has ended." : "does not answer."));
	}

	private OptionalInt probe() {
		try (HttpConnection connection = HttpConnection.open(this.address)) {
			HttpResponse response = connection.get("/process", true);
			Matcher matcher = GENERATION.matcher(new String(response.body(), StandardCharsets.UTF_8));
			return matcher.find() ? OptionalInt.of(Integer.parseInt(matcher.group(1))) : OptionalInt.empty();
		}
		catch (RequestException ex) {
			return OptionalInt.empty();
		}
	}

}
