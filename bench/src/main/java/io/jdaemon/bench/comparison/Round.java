package io.jdaemon.bench.comparison;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What was measured of one subject in one round.
 *
 * @param startUp the time from the command to the first response
 * @param restart what the clients saw of its restart; {@code null} if there was none
 */
public record Round(Duration startUp, @Nullable Restart restart) {

}
