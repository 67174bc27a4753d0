package io.jdaemon;

import java.time.Instant;

/**
 * The result of the last restart that was requested.
 *
 * @param requestedBy what requested it: the name of a signal, "the endpoint" or "the
 * application", and in parentheses what is known of the sender
 * @param at when it was refused or failed, or when the new image was started
 * @param outcome "completed", or "refused: " or "failed: " followed by the reason
 */
public record RestartResult(String requestedBy, Instant at, String outcome) {

}
