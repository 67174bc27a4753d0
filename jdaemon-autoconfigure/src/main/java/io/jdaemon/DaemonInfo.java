package io.jdaemon;

import java.time.Instant;

/**
 * Facts about this process.
 *
 * @param pid its process ID
 * @param generation how often it has restarted
 * @param mode {@link Mode#DAEMON}, {@link Mode#FOREGROUND} or {@link Mode#OFF}
 * @param startedAt when this image was started
 * @param daemonStartedAt when generation 0 was started
 */
public record DaemonInfo(long pid, int generation, Mode mode, Instant startedAt, Instant daemonStartedAt) {

}
