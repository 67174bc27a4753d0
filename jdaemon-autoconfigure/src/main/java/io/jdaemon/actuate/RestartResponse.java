package io.jdaemon.actuate;

/**
 * The response to a request for a restart.
 *
 * @param message "Restarting", or why not
 * @param pid the process ID
 * @param generation the generation that responds
 * @param strategy how it restarts
 */
public record RestartResponse(String message, long pid, int generation, String strategy) {

}
