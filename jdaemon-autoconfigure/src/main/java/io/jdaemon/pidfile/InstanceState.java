package io.jdaemon.pidfile;

import java.util.Optional;
import java.util.OptionalLong;

import io.jdaemon.process.ProcessIdentity;

/**
 * What a PID file, and the process that has locked it, show of an instance.
 */
public sealed interface InstanceState {

	/** There is no PID file, and its lock is free. */
	record NotRunning() implements InstanceState {

	}

	/**
	 * There is a PID file that no process has locked, so its content means nothing.
	 *
	 * @param pid its content, if that is a number
	 */
	record StalePidFile(OptionalLong pid) implements InstanceState {

	}

	/**
	 * The PID file is locked, and its holder is unknown: a launcher whose daemon has no
	 * PID yet, or what is left of an instance that has just ended.
	 */
	record Starting() implements InstanceState {

	}

	/**
	 * The process that the PID file names has locked it.
	 *
	 * @param process the process
	 */
	record Running(ProcessIdentity process) implements InstanceState {

	}

	/**
	 * The PID file is locked, and this user may not see which files the process that it
	 * names has open.
	 *
	 * @param pid the process ID in the file
	 * @param user the user that the process runs as, if that is known
	 */
	record OtherUser(long pid, Optional<String> user) implements InstanceState {

	}

}
