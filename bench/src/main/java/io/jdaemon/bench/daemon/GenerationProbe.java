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
 * Requests the generation of the daemon, each time on a connection of its own.
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
		return probe().orElseThrow(() -> new DaemonException("GET /process returned no generation."));
	}

	/**
	 * Wait for a response of a later generation.
	 * @param generation the generation before the restart
	 * @param exited whether the daemon has exited, which ends the wait
	 * @return the generation that sent the response
	 * @throws DaemonException if the daemon exits or the time is up
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
		throw new DaemonException("The restart of generation " + generation + " did not complete: "
				+ (exited.getAsBoolean() ? "the daemon exited."
						: "no later generation responded within " + this.timeout.toSeconds() + " s."));
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
