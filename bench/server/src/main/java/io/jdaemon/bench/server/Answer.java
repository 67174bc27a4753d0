package io.jdaemon.bench.server;

import io.jdaemon.DaemonInfo;

/**
 * Which process answers, as JSON.
 */
record Answer(long pid, int generation) {

	static Answer of(DaemonInfo process) {
		return new Answer(process.pid(), process.generation());
	}

}
