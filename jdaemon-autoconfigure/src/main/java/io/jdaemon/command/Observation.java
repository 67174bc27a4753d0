package io.jdaemon.command;

import java.util.List;
import java.util.Optional;

import io.jdaemon.pidfile.InstanceState;
import io.jdaemon.process.ProcessIdentity;
import io.jdaemon.status.InstanceFacts;
import io.jdaemon.status.Status;

/**
 * Which process holds the PID file, and what it publishes.
 *
 * @param state the holder
 * @param status what the holder has published while it held the PID file, if it can be
 * read
 */
record Observation(InstanceState state, Optional<Status> status) {

	/**
	 * The predecessors that have handed over.
	 * @param status the status of the successor
	 * @return the processes, which may have ended
	 */
	static List<ProcessIdentity> predecessors(Optional<Status> status) {
		return status.flatMap((known) -> Optional.ofNullable(known.facts()))
			.map(InstanceFacts::predecessors)
			.orElse(List.of());
	}

}
