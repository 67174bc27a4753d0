package io.jdaemon.restart;

import io.jdaemon.output.StandardStreams;
import io.jdaemon.pidfile.PidFile;
import io.jdaemon.process.PredecessorPipe;
import io.jdaemon.process.ReadyPipe;
import io.jdaemon.sockets.ListeningSockets;
import io.jdaemon.status.RequestFile;
import io.jdaemon.status.StatusFile;
import org.jspecify.annotations.Nullable;

/**
 * What this process holds for as long as it lives.
 *
 * @param statusPage where it tells its state
 * @param requests where others tell what they want
 * @param pidFile its locked PID file, if it has one
 * @param streams its output files, if it is detached
 * @param readyPipe the pipe to its launcher, if one waits
 * @param sockets its listening sockets
 * @param predecessor the pipe from the process that it succeeds, if there is one
 */
public record ProcessResources(StatusFile statusPage, RequestFile requests, @Nullable PidFile pidFile,
		@Nullable StandardStreams streams, @Nullable ReadyPipe readyPipe, ListeningSockets sockets,
		@Nullable PredecessorPipe predecessor) {

}
