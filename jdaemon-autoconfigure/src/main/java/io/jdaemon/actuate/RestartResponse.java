package io.jdaemon.actuate;

/**
 * The response to a request for a restart.
 *
 * @param message "Restarting", or the reason for a refusal
 * @param pid the process ID
 * @param generation the generation that sends the response
 * @param strategy the strategy of the restart
 */
public record RestartResponse(String message, long pid, int generation, String strategy) {

}
