package io.jdaemon.actuate;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * The response to a request for a restart.
 *
 * @param message "Restarting", or what the restart waits for, or the reason for a refusal
 * @param pid the process ID
 * @param generation the generation that sends the response
 * @param strategy the strategy of the restart, {@code null} if the request names none
 * that exists
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RestartResponse(String message, long pid, int generation, @Nullable String strategy) {

}
