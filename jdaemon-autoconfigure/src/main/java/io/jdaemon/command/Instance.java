package io.jdaemon.command;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

import io.jdaemon.RestartStrategy;
import io.jdaemon.pidfile.InstanceState;
import io.jdaemon.posix.PosixUnavailableException;
import io.jdaemon.process.ProcessIdentity;
import io.jdaemon.signals.ProcessSignal;
import io.jdaemon.status.Status;

/**
 * The instance that the settings describe, as a command sees it from outside and what it
 * can do to it.
 */
interface Instance {

	/**
	 * Look who has the PID file.
	 * @return what is there now
	 * @throws IOException if the files cannot be read
	 */
	InstanceState look() throws IOException, PosixUnavailableException;

	/**
	 * Read what a process tells about itself.
	 * @param process the process
	 * @return its status, if it can be read
	 */
	Optional<Status> status(ProcessIdentity process);

	/**
	 * Whether a process is there.
	 * @param process the process
	 * @return whether it has not ended
	 */
	boolean alive(ProcessIdentity process);

	/**
	 * Whether a process is stopped, as by SIGSTOP.
	 * @param process the process
	 * @return whether it does nothing until it is continued
	 */
	boolean suspended(ProcessIdentity process);

	/**
	 * Say how a restart is to be done, before the signal that asks for it.
	 * @param process the process
	 * @param strategy how
	 * @throws IOException if that is not permitted
	 */
	void request(ProcessIdentity process, RestartStrategy strategy) throws IOException;

	/**
	 * Send a signal, if the process still has the PID file.
	 * @param process the process
	 * @param signal the signal
	 * @throws IOException if that is not permitted
	 */
	void signal(ProcessIdentity process, ProcessSignal signal) throws IOException, PosixUnavailableException;

	/**
	 * Kill the process, if it still has the PID file: SIGKILL.
	 * @param process the process
	 * @throws IOException if that is not permitted
	 */
	void kill(ProcessIdentity process) throws IOException, PosixUnavailableException;

	/**
	 * Remove the files that a killed process has left.
	 * @throws IOException if that is not permitted, or if a start has them by now
	 */
	void removeStaleFiles() throws IOException, PosixUnavailableException;

	/**
	 * Keep hold of what a process writes from the first call on.
	 * @param process the process
	 */
	void captureOutput(ProcessIdentity process);

	/**
	 * Tell what the process has written meanwhile.
	 * @param target where to
	 */
	void replayOutput(OutputStream target);

	/**
	 * Wait for a moment, before the next look.
	 */
	void pause();

}
