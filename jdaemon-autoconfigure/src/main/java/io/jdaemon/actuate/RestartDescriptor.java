package io.jdaemon.actuate;

import java.time.Instant;

import io.jdaemon.RestartResult;
import org.jspecify.annotations.Nullable;

/**
 * A description of this process.
 *
 * @param pid its process ID
 * @param generation how often it has restarted
 * @param mode daemon or foreground
 * @param strategy how it restarts
 * @param startedAt when this image was started
 * @param daemonStartedAt when generation 0 was started
 * @param lastRestart the result of the last restart
 */
public record RestartDescriptor(long pid, int generation, String mode, String strategy, Instant startedAt,
		Instant daemonStartedAt, @Nullable RestartResult lastRestart) {

}
