package io.jdaemon.bench.server;

import io.jdaemon.DaemonInfo;

/**
 * The JSON that says which process sent the response,
 * {@code {"pid":4711,"generation":1}}.
 *
 * @param pid the process's PID, which a restart by exec keeps and a handover changes
 * @param generation how many restarts the daemon has had, from 0; the bench waits for a
 * later one
 */
record ProcessResponse(long pid, int generation) {

	static ProcessResponse of(DaemonInfo daemon) {
		return new ProcessResponse(daemon.pid(), daemon.generation());
	}

}
