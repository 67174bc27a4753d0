package io.jdaemon.lifecycle;

import io.jdaemon.process.PidFile;
import io.jdaemon.process.ReadyPipe;
import io.jdaemon.process.StandardStreams;
import org.jspecify.annotations.Nullable;

/**
 * What this process holds for as long as it lives.
 *
 * @param pidFile its locked PID file, if it has one
 * @param streams its output files, if it is detached
 * @param readyPipe the pipe to its launcher, if one waits
 */
record Holdings(@Nullable PidFile pidFile, @Nullable StandardStreams streams, @Nullable ReadyPipe readyPipe) {

}
