package io.jdaemon.actuate;

import java.time.Instant;

import io.jdaemon.RestartResult;
import org.jspecify.annotations.Nullable;

/**
 * A description of this process.
 *
 * @param pid the process ID
 * @param generation the number of restarts so far; 0 for the first image
 * @param mode daemon, foreground or off
 * @param strategy the strategy of a restart that does not name one
 * @param startedAt when the current process image was started
 * @param daemonStartedAt when generation 0 was started
 * @param lastRestart the result of the last restart, {@code null} if there was none
 */
public record RestartDescriptor(long pid, int generation, String mode, String strategy, Instant startedAt,
		Instant daemonStartedAt, @Nullable RestartResult lastRestart) {

}
