package io.jdaemon.command;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import io.jdaemon.RestartStrategy;
import io.jdaemon.pidfile.InstanceState;
import io.jdaemon.posix.PosixUnavailableException;
import io.jdaemon.process.ProcessIdentity;
import io.jdaemon.signals.ProcessSignal;
import io.jdaemon.signals.SignalAction;
import io.jdaemon.status.PublishedStatus;
import io.jdaemon.status.Status;

/**
 * The instance that the settings describe: what a command can see of it from outside, and
 * what it can do to it.
 */
interface Instance {

	/**
	 * Find out which process holds the PID file.
	 * @return the state of the instance now
	 * @throws IOException if the files cannot be read
	 */
	InstanceState probe() throws IOException, PosixUnavailableException;

	/**
	 * Read the status that a process publishes.
	 * @param process the process
	 * @return its status, if it can be read
	 */
	Optional<Status> status(ProcessIdentity process);

	/**
	 * Keep what a process publishes, so that its last status can be read when the process
	 * has ended.
	 * @param process the process
	 */
	void keepStatus(ProcessIdentity process);

	/**
	 * Read the last status of the process that was kept.
	 * @return its status, if it can be read
	 */
	Optional<Status> lastStatus();

	/**
	 * Find out which process holds the PID file, and what it publishes. A handover may
	 * change the holder between the two questions, and the former holder then publishes
	 * that it is stopping; so the first question is asked once more.
	 * @return the holder, and its status
	 * @throws IOException if the files cannot be read
	 */
	default Observation observe() throws IOException, PosixUnavailableException {
		InstanceState state = probe();
		while (state instanceof InstanceState.Running running) {
			Optional<Status> status = status(running.process());
			InstanceState now = probe();
			if (now.equals(state)) {
				return new Observation(state, status);
			}
			state = now;
		}
		return new Observation(state, Optional.empty());
	}

	/**
	 * The class path of this command.
	 * @return the absolute class path
	 */
	String jar();

	/**
	 * Find all processes that publish a status.
	 * @return the processes that this user may see
	 */
	List<PublishedStatus> published();

	/**
	 * Whether a process is alive.
	 * @param process the process
	 * @return whether it has not ended
	 */
	boolean alive(ProcessIdentity process);

	/**
	 * Whether a process is stopped, as by SIGSTOP.
	 * @param process the process
	 * @return whether it does nothing until SIGCONT
	 */
	boolean suspended(ProcessIdentity process);

	/**
	 * How much memory of a process is resident: VmRSS in proc_pid_status(5).
	 * @param process the process
	 * @return the memory in bytes, if it can be read
	 */
	OptionalLong memory(ProcessIdentity process);

	/**
	 * Request a strategy for the restart that the next signal asks for.
	 * @param process the process
	 * @param strategy the strategy
	 * @throws IOException if that is not permitted
	 */
	void request(ProcessIdentity process, RestartStrategy strategy) throws IOException, PosixUnavailableException;

	/**
	 * Tell a process who sends it the next signal. That is no request: it may fail.
	 * @param process the process
	 * @param action what the signal asks for
	 */
	void introduce(ProcessIdentity process, SignalAction action) throws PosixUnavailableException;

	/**
	 * Send a signal, if the process still holds the PID file.
	 * @param process the process
	 * @param signal the signal
	 * @throws IOException if that is not permitted
	 */
	void signal(ProcessIdentity process, ProcessSignal signal) throws IOException, PosixUnavailableException;

	/**
	 * Send SIGKILL, if the process still holds the PID file.
	 * @param process the process
	 * @throws IOException if that is not permitted
	 */
	void kill(ProcessIdentity process) throws IOException, PosixUnavailableException;

	/**
	 * Send SIGKILL to a process that has handed over, unless it has ended.
	 * @param process the process
	 * @throws IOException if that is not permitted
	 */
	void killPredecessor(ProcessIdentity process) throws IOException;

	/**
	 * Remove the PID file that a killed process has left behind.
	 * @throws IOException if that is not permitted, or if another start has claimed it
	 */
	void removeStaleFiles() throws IOException, PosixUnavailableException;

	/**
	 * Capture the output of a process from the first call on, across its images.
	 * @param process the process
	 */
	void captureOutput(ProcessIdentity process);

	/**
	 * Copy the captured output.
	 * @param target where to write it
	 */
	void replayOutput(OutputStream target);

	/**
	 * Wait for a moment before the next probe.
	 */
	void pause();

}
