package io.jdaemon.lifecycle;

import java.time.Duration;

/**
 * The settings of a restart.
 *
 * @param strategy how it is done unless somebody asks otherwise
 * @param drainTimeout how long a predecessor may finish its requests
 */
public record RestartSettings(RestartStrategy strategy, Duration drainTimeout) {

}
