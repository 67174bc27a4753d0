package io.jdaemon;

/**
 * Published to the listeners of the application in the new image once it is ready; in a
 * successor once it has taken over, after each {@link HandoverHandler} of its
 * predecessor, so what must not run in two processes can start.
 *
 * @param result the result, with the time that the restart took
 */
public record Restarted(RestartResult result) {

}
