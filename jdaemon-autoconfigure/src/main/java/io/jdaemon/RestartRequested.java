package io.jdaemon;

/**
 * Published to the listeners of the application when a restart has been requested and is
 * about to begin. Nothing has been closed yet, and the restart does not wait for the
 * listeners; by handover a {@link HandoverHandler} is waited for.
 *
 * @param requestedBy who requested it
 * @param strategy how it is done
 */
public record RestartRequested(RestartRequester requestedBy, RestartStrategy strategy) {

}
