package io.jdaemon;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * The result of the last restart that was requested.
 *
 * @param at when it was requested
 * @param duration from the request until the new image was ready, or until the restart
 * was refused or had failed; {@code null} until then
 * @param pause how long new connections had to wait: from when the process stopped
 * accepting them until the next image accepted them; {@code null} if they did not wait,
 * or if it is not known
 * @param strategy how the restart was done, or would have been
 * @param requestedBy who requested it
 * @param outcome how it has ended
 * @param reason why it was refused or has failed, a sentence; {@code null} otherwise
 * @param previousPid the process that has handed over to this one, {@code null} if there
 * was no handover
 */
public record RestartResult(Instant at, @Nullable Duration duration, @Nullable Duration pause, RestartStrategy strategy,
		RestartRequester requestedBy, RestartOutcome outcome, @Nullable String reason, @Nullable Long previousPid) {

}
