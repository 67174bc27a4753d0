package io.jdaemon;

/**
 * Published to the listeners of the application in the new image, or in the successor,
 * once it is ready.
 *
 * @param result the result, with the time that the restart took
 */
public record Restarted(RestartResult result) {

}
