package io.jdaemon;

import java.time.Instant;

/**
 * Facts about this process.
 *
 * @param pid the process ID
 * @param generation the number of restarts so far; 0 for the first image
 * @param mode {@link Mode#DAEMON}, {@link Mode#FOREGROUND} or {@link Mode#OFF}
 * @param imageStartedAt when the current process image was started
 * @param daemonStartedAt when generation 0 was started: for a daemon, by its launcher
 */
public record DaemonInfo(long pid, int generation, Mode mode, Instant imageStartedAt, Instant daemonStartedAt) {

}
