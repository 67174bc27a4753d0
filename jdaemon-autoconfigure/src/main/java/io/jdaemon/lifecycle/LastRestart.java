package io.jdaemon.lifecycle;

import java.time.Instant;

/**
 * What came of the last restart that was asked for.
 *
 * @param requestedBy a signal, the endpoint or the application
 * @param at when it was refused, or when the image that it started was there
 * @param outcome "completed", or "refused: " and the reason
 */
public record LastRestart(String requestedBy, Instant at, String outcome) {

}
