package io.jdaemon.bench.server;

import io.jdaemon.lifecycle.ProcessInfo;

/**
 * Which process answers, as JSON.
 */
record Answer(long pid, int generation) {

	static Answer of(ProcessInfo process) {
		return new Answer(process.pid(), process.generation());
	}

}
