package io.jdaemon.status;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

import io.jdaemon.RestartResult;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of {@link RestartResult}.
 */
public final class RestartResults {

	private static final String REFUSED = "refused: ";

	private static final String FAILED = "failed: ";

	private static final String RAN = "completed; the application ran and ended";

	private RestartResults() {
	}

	public static RestartResult refused(String requestedBy, Instant at, String reason) {
		return new RestartResult(requestedBy, at, REFUSED + reason);
	}

	public static RestartResult failed(String requestedBy, Instant at, String reason) {
		return new RestartResult(requestedBy, at, FAILED + reason);
	}

	public static RestartResult completed(String requestedBy, Instant at) {
		return new RestartResult(requestedBy, at, "completed");
	}

	/**
	 * A restart whose application had nothing left to do.
	 * @param completed the restart that has started the application
	 * @return the same restart, now that the process ends
	 */
	public static RestartResult ran(RestartResult completed) {
		return new RestartResult(completed.requestedBy(), completed.at(), RAN);
	}

	/**
	 * Whether the application that a restart has started ran and ended.
	 * @param result the result of the restart, if there was one
	 * @return whether it did
	 */
	public static boolean hasRun(@Nullable RestartResult result) {
		return result != null && result.outcome().equals(RAN);
	}

	/**
	 * The reason why a restart was refused or failed.
	 * @param result the result of the restart
	 * @return the reason, empty if the restart was completed
	 */
	public static Optional<String> problem(RestartResult result) {
		return Stream.of(REFUSED, FAILED)
			.filter(result.outcome()::startsWith)
			.map((prefix) -> result.outcome().substring(prefix.length()))
			.findFirst();
	}

}
