package io.jdaemon.pidfile;

import java.util.Optional;
import java.util.OptionalLong;

import io.jdaemon.process.ProcessIdentity;

/**
 * What a look at a PID file shows of the instance that it belongs to.
 */
public sealed interface InstanceState {

	/** There is neither a file nor a process. */
	record Absent() implements InstanceState {

	}

	/**
	 * A file that nobody has locked, and that so means nothing.
	 *
	 * @param pid what it says, if that is a number
	 */
	record Leftover(OptionalLong pid) implements InstanceState {

	}

	/** Somebody has the lock and is not known: a launcher before its daemon has a PID. */
	record Claimed() implements InstanceState {

	}

	/**
	 * The process that the file names has locked it.
	 *
	 * @param process the process
	 */
	record Running(ProcessIdentity process) implements InstanceState {

	}

	/**
	 * Somebody has the lock, and the process that the file names cannot be looked into.
	 *
	 * @param pid what the file says
	 * @param user the user that it runs as, if that is known
	 */
	record Foreign(long pid, Optional<String> user) implements InstanceState {

	}

}
