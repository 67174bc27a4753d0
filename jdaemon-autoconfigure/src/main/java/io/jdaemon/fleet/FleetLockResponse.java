package io.jdaemon.fleet;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What a FleetLock server has responded. The protocol knows success, which is 200, and
 * failure; a held lock is one of the failures, and each server has its own words for it.
 *
 * @param status the status of HTTP
 * @param kind the kind of the error, {@code null} if the server named none
 * @param value the error in words, or the beginning of what the server sent instead
 */
record FleetLockResponse(int status, @Nullable String kind, String value) {

	// poseidon/fleetlock and heathcliff26/fleetlock; knubbis-fleetlock
	private static final Set<Integer> HELD = Set.of(423, 409);

	// The specification's example; of poseidon/fleetlock, new and old; of
	// heathcliff26/fleetlock
	private static final Set<String> HELD_KINDS = Set.of("failed_lock_semaphore_full", "lock_held", "locked",
			"all_slots_full");

	// airlock responds with 500 and "failed_lock" whatever has failed; also
	// fleetlock-consul. "all 1 semaphore slots currently locked", "conflict on semaphore
	// detected", "already locked: group orders already locked by host-1"
	private static final String FAILED_LOCK = "failed_lock";

	private static final Pattern HELD_VALUE = Pattern
		.compile("slots currently locked|conflict on semaphore|already locked|slots are taken");

	private static final int OK = 200;

	private static final int MAX_BODY = 8192;

	private static final int EXCERPT = 200;

	static FleetLockResponse read(HttpURLConnection connection, Duration timeout,
			Function<String, Map<String, Object>> reader) throws IOException {
		int status = connection.getResponseCode();
		if (status < 0) {
			throw new ProtocolException("it does not speak HTTP");
		}
		return (status == OK) ? new FleetLockResponse(status, null, "") : of(status, body(connection, timeout), reader);
	}

	private static FleetLockResponse of(int status, String body, Function<String, Map<String, Object>> reader) {
		try {
			Map<String, Object> error = reader.apply(body);
			if (error.get("kind") instanceof String kind && error.get("value") instanceof String value) {
				return new FleetLockResponse(status, kind, excerpt(value));
			}
		}
		catch (RuntimeException ex) {
			// Not JSON
		}
		return new FleetLockResponse(status, null, excerpt(body));
	}

	// The time-out of a connection is that of each read(2).
	private static String body(HttpURLConnection connection, Duration timeout) throws IOException {
		long end = System.nanoTime() + timeout.toNanos();
		InputStream in = connection.getErrorStream();
		byte[] body = new byte[MAX_BODY];
		int length = 0;
		int read = (in != null) ? in.read(body) : -1;
		while (read > 0) {
			length += read;
			if (System.nanoTime() - end > 0) {
				throw new SocketTimeoutException();
			}
			read = in.read(body, length, MAX_BODY - length);
		}
		return new String(body, 0, length, StandardCharsets.UTF_8);
	}

	private static String excerpt(String text) {
		String line = text.strip().lines().findFirst().orElse("").strip();
		return (line.length() <= EXCERPT) ? line : line.substring(0, EXCERPT) + "…";
	}

	boolean isSuccess() {
		return this.status == OK;
	}

	/**
	 * Whether others hold all permits; otherwise a failure is one of the server.
	 * @return whether that is why the request has failed
	 */
	boolean isHeldByOthers() {
		return HELD.contains(this.status) || (this.kind != null && (HELD_KINDS.contains(this.kind)
				|| (this.kind.equals(FAILED_LOCK) && HELD_VALUE.matcher(this.value).find())));
	}

	/**
	 * The response for an operator.
	 * @return a clause without a period
	 */
	String words() {
		return "status " + this.status + ((this.kind != null) ? ", " + this.kind : "")
				+ (this.value.isEmpty() ? "" : ": " + this.value);
	}

}
