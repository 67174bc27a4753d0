package io.jdaemon.fleet;

import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
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
	}

	@Override
	public boolean acquire(String holder) throws IOException {
		FleetLockResponse response = post("/v1/pre-reboot", holder);
		if (!response.isSuccess() && !response.isHeldByOthers()) {
			throw failure(response);
		}
		return response.isSuccess();
	}

	@Override
	public void release(String holder, String releasedBy) throws IOException {
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

	// Not HttpClient: its threads would outlive the application's context, and an exec
	// waits for threads that can receive signals. This one has none, because the server
	// closes the connection. It sends a request without a response once more.
	private FleetLockResponse post(String path, String holder) throws IOException {
		byte[] body = this.writer.apply(Map.of("client_params", Map.of("id", holder, "group", this.group)))
			.getBytes(StandardCharsets.UTF_8);
		HttpURLConnection connection = (HttpURLConnection) URI.create(this.base + path).toURL().openConnection();
		try {
			prepare(connection);
			try (OutputStream out = connection.getOutputStream()) {
				out.write(body);
			}
			return FleetLockResponse.read(connection, this.timeout, this.reader);
		}
		catch (IOException ex) {
			throw new IOException("The FleetLock server " + this.base + problem(ex), ex);
		}
		finally {
			connection.disconnect();
		}
	}

	private String problem(IOException failure) {
		if (failure instanceof SocketTimeoutException) {
			return " did not respond within " + this.timeout.toSeconds() + " s";
		}
		if (failure instanceof UnknownHostException) {
			return " cannot be reached: its name has no address";
		}
		return ((failure instanceof ConnectException || failure instanceof NoRouteToHostException)
				? " cannot be reached: " : " did not respond: ") + Reason.of(failure);
	}

	private void prepare(HttpURLConnection connection) throws IOException {
		connection.setConnectTimeout((int) this.timeout.toMillis());
		connection.setReadTimeout((int) this.timeout.toMillis());
		connection.setInstanceFollowRedirects(false);
		connection.setUseCaches(false);
		connection.setDoOutput(true);
		connection.setRequestMethod("POST");
		connection.setRequestProperty("fleet-lock-protocol", "true");
		connection.setRequestProperty("Content-Type", "application/json");
		connection.setRequestProperty("Connection", "close");
		if (this.authorization != null) {
			connection.setRequestProperty("Authorization", this.authorization);
		}
	}

}
