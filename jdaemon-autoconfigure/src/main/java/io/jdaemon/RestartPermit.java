package io.jdaemon;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A permit to restart that an instance holds.
 *
 * @param holder the instance
 * @param since when it has acquired the permit, {@code null} if that is not known
 * @param silence for how long it has given no sign of life, by the clock of the
 * coordinator; {@code null} if that is not known
 */
public record RestartPermit(String holder, @Nullable Instant since, @Nullable Duration silence) {

}
