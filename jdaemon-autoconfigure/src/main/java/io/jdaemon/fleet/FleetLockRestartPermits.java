package io.jdaemon.fleet;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.regex.Pattern;

import io.jdaemon.RestartPermit;
import io.jdaemon.RestartPermits;
import io.jdaemon.posix.Reason;
import org.jspecify.annotations.Nullable;

/**
 * The permits of a fleet, granted by a server for
 * <a href="https://coreos.github.io/zincati/development/fleetlock/protocol">FleetLock</a>
 * over HTTP. The fleet is the group, and the holder is the id. How many permits there are
 * is configured in the server, which reports no holders.
 */
public final class FleetLockRestartPermits implements RestartPermits {

	private static final Pattern GROUP = Pattern.compile("[a-zA-Z0-9.-]+");

	private final URI base;

	private final @Nullable String authorization;

	private final String group;

	private final Function<Map<String, Object>, String> writer;

	private final Function<String, Map<String, Object>> reader;

	private final Duration timeout;

	private final HttpClient client;

	/**
	 * Create the permits of a fleet.
	 * @param base the URL of the server, without {@code /v1}; a user and a password in it
	 * are sent with each request
	 * @param group the name of the fleet
	 * @param writer writes an object as JSON
	 * @param reader reads an object from JSON; throws a runtime exception if it is none
	 * @throws IllegalArgumentException if FleetLock does not permit the name
	 */
	public FleetLockRestartPermits(URI base, String group, Function<Map<String, Object>, String> writer,
			Function<String, Map<String, Object>> reader) {
		this(base, group, writer, reader, Duration.ofSeconds(10));
	}

	FleetLockRestartPermits(URI base, String group, Function<Map<String, Object>, String> writer,
			Function<String, Map<String, Object>> reader, Duration timeout) {
		if (!GROUP.matcher(group).matches()) {
			throw new IllegalArgumentException("A fleet with the name \"" + group
					+ "\" cannot be a group of FleetLock, whose names consist of letters a to z, digits, \".\" and \"-\".");
		}
		this.base = URI.create(base.toString().replaceFirst("/+$", "").replaceFirst("//[^/]*@", "//"));
		this.authorization = (base.getUserInfo() != null)
				? "Basic " + Base64.getEncoder().encodeToString(base.getUserInfo().getBytes(StandardCharsets.UTF_8))
				: null;
		this.group = group;
		this.writer = writer;
		this.reader = reader;
		this.timeout = timeout;
		this.client = HttpClient.newBuilder()
			// Without the headers of an upgrade to HTTP/2
			.version(HttpClient.Version.HTTP_1_1)
			.followRedirects(HttpClient.Redirect.NEVER)
			.connectTimeout(timeout)
			.build();
	}

	@Override
	public boolean acquire(String holder) throws IOException, InterruptedException {
		FleetLockResponse response = post("/v1/pre-reboot", holder);
		if (!response.isSuccess() && !response.isHeldByOthers()) {
			throw failure(response);
		}
		return response.isSuccess();
	}

	@Override
	public void release(String holder, String releasedBy) throws IOException, InterruptedException {
		FleetLockResponse response = post("/v1/steady-state", holder);
		if (!response.isSuccess()) {
			throw failure(response);
		}
	}

	@Override
	public List<RestartPermit> held() {
		return List.of();
	}

	private IOException failure(FleetLockResponse response) {
		return new IOException("The FleetLock server " + this.base + " responded with " + response.words());
	}

	private FleetLockResponse post(String path, String holder) throws IOException, InterruptedException {
		String body = this.writer.apply(Map.of("client_params", Map.of("id", holder, "group", this.group)));
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(this.base + path))
			.header("fleet-lock-protocol", "true")
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString(body));
		if (this.authorization != null) {
			request.header("Authorization", this.authorization);
		}
		CompletableFuture<HttpResponse<String>> exchange = this.client.sendAsync(request.build(),
				BodyHandlers.ofString());
		try {
			// The time-out of a request would end with the headers of the response.
			HttpResponse<String> response = exchange.get(this.timeout.toMillis(), TimeUnit.MILLISECONDS);
			return FleetLockResponse.of(response.statusCode(), response.body(), this.reader);
		}
		catch (TimeoutException ex) {
			throw new IOException("The FleetLock server " + this.base + " did not respond within "
					+ this.timeout.toSeconds() + " seconds", ex);
		}
		catch (ExecutionException ex) {
			Throwable cause = ex.getCause();
			throw new IOException("The FleetLock server " + this.base + ((cause instanceof ConnectException)
					? " cannot be reached" : " did not respond: " + Reason.of(ex)), cause);
		}
		finally {
			exchange.cancel(true);
		}
	}

}
