package io.jdaemon.status;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalLong;

import io.jdaemon.RestartOutcome;
import io.jdaemon.RestartResult;
import io.jdaemon.RestartStrategy;
import io.jdaemon.process.RestartCause;
import org.jspecify.annotations.Nullable;

/**
 * The stages of a {@link RestartResult}.
 */
public final class RestartResults {

	private RestartResults() {
	}

	public static RestartResult refused(RestartCause cause, RestartStrategy strategy, String reason) {
		return unsuccessful(cause, strategy, RestartOutcome.REFUSED, reason);
	}

	public static RestartResult failed(RestartCause cause, RestartStrategy strategy, String reason) {
		return unsuccessful(cause, strategy, RestartOutcome.FAILED, reason);
	}

	private static RestartResult unsuccessful(RestartCause cause, RestartStrategy strategy, RestartOutcome outcome,
			String reason) {
		return new RestartResult(cause.at(), since(cause.at()), null, strategy, cause.requestedBy(), outcome, reason,
				null);
	}

	/**
	 * A restart that has started this image.
	 * @param cause the restart
	 * @param predecessor the process that hands over to this one, empty after an exec
	 * @return the restart, while the application starts
	 */
	public static RestartResult completed(RestartCause cause, OptionalLong predecessor) {
		boolean handover = predecessor.isPresent();
		return new RestartResult(cause.at(), null, null, handover ? RestartStrategy.HANDOVER : RestartStrategy.EXEC,
				cause.requestedBy(), RestartOutcome.COMPLETED, null, handover ? predecessor.getAsLong() : null);
	}

	/**
	 * The restart that has started this image, once the application is ready.
	 * @param result the restart
	 * @return the same restart, with its duration
	 */
	public static RestartResult ready(RestartResult result) {
		return new RestartResult(result.at(), since(result.at()), result.pause(), result.strategy(),
				result.requestedBy(), result.outcome(), result.reason(), result.previousPid());
	}

	/**
	 * The restart that has started this image, once it accepts connections.
	 * @param result the restart
	 * @param pausedSince since when none was accepted
	 * @return the same restart, with its pause
	 */
	public static RestartResult accepting(RestartResult result, Instant pausedSince) {
		return new RestartResult(result.at(), result.duration(), since(pausedSince), result.strategy(),
				result.requestedBy(), result.outcome(), result.reason(), result.previousPid());
	}

	/**
	 * A restart whose application had nothing left to do.
	 * @param completed the restart that has started the application
	 * @return the same restart, now that the process ends
	 */
	public static RestartResult ended(RestartResult completed) {
		return new RestartResult(completed.at(), since(completed.at()), completed.pause(), completed.strategy(),
				completed.requestedBy(), RestartOutcome.ENDED, null, completed.previousPid());
	}

	// The clock may have been set back.
	private static Duration since(Instant moment) {
		Duration time = Duration.between(moment, Instant.now()).truncatedTo(ChronoUnit.MILLIS);
		return time.isNegative() ? Duration.ZERO : time;
	}

	/**
	 * Whether the application that a restart has started ran and ended.
	 * @param result the result of the restart, if there was one
	 * @return whether it did
	 */
	public static boolean hasEnded(@Nullable RestartResult result) {
		return result != null && result.outcome() == RestartOutcome.ENDED;
	}

	/**
	 * The reason why a restart was refused or failed.
	 * @param result the result of the restart
	 * @return the reason, empty if the restart was completed
	 */
	public static Optional<String> problem(RestartResult result) {
		return Optional.ofNullable(result.reason());
	}

	/**
	 * The result in words.
	 * @param result the result of the restart
	 * @return such as "completed" or "refused: The jar is missing."
	 */
	public static String words(RestartResult result) {
		return switch (result.outcome()) {
			case COMPLETED -> "completed";
			case ENDED -> "completed; the application ran and ended";
			case REFUSED -> "refused: " + result.reason();
			case FAILED -> "failed: " + result.reason();
		};
	}

}
