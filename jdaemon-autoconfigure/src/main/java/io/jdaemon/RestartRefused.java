package io.jdaemon;

/**
 * Published to the listeners of the application when a requested restart was refused, or
 * has failed, and the application goes on.
 *
 * @param result the result, with the reason
 */
public record RestartRefused(RestartResult result) {

}
