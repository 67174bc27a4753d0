package io.jdaemon.systemd;

import java.util.Map;

import io.jdaemon.process.ProcessIdentity;

/**
 * What a process is for systemd. A shell whose terminal a service has started, such as
 * that of tmux(1), has the variables of that service, too, and so has whatever is typed
 * there.
 */
public enum ServiceRole {

	/** It is not the main process of a service that reports its state. */
	NONE,

	/** It is the main process, which systemd has executed. */
	EXECUTED,

	/** It is the main process, as a process or an image before it was. */
	CONTINUED,

	/** Its predecessor is the main process, and will make it the main process. */
	SUCCESSOR;

	/** Names the process that systemd has executed: systemd 248 and later. */
	public static final String EXECUTED_PROCESS = "SYSTEMD_EXEC_PID";

	private static final long INIT = 1;

	/**
	 * The role of a process that nothing was passed on to.
	 * @param environment the environment of this process
	 * @return the role, as far as this process can know
	 */
	public static ServiceRole of(Map<String, String> environment) {
		if (!NotifySocket.named(environment)) {
			return NONE;
		}
		ProcessHandle self = ProcessHandle.current();
		return of(environment, self.pid(), parent(),
				ProcessIdentity.of(self.pid()).filter(ProcessIdentity::onTerminal).isPresent());
	}

	/**
	 * The role of a process.
	 * @param environment its environment, which names a socket
	 * @param pid its process ID
	 * @param parent the process ID of its parent
	 * @param terminal whether it has a controlling terminal
	 * @return main if systemd has executed the process, or its parent: a wrapper that
	 * waits for its end
	 */
	static ServiceRole of(Map<String, String> environment, long pid, long parent, boolean terminal) {
		String executed = environment.getOrDefault(EXECUTED_PROCESS, String.valueOf(pid));
		boolean main = executed.equals(String.valueOf(pid)) || executed.equals(String.valueOf(parent)) && !terminal;
		return main ? EXECUTED : NONE;
	}

	/**
	 * Whether systemd has executed a process and expects reports from it.
	 * @param environment the environment of the process
	 * @param pid its process ID
	 * @return whether that is certain; systemd before version 248 does not say it
	 */
	public static boolean executed(Map<String, String> environment, long pid) {
		return NotifySocket.named(environment) && String.valueOf(pid).equals(environment.get(EXECUTED_PROCESS));
	}

	/**
	 * Whether the main process may name another one in its place. systemd ignores that
	 * from any other process, and a wrapper that has started this process ends with it.
	 * @param environment the environment of this process, which reports to systemd
	 * @return whether systemd, and no wrapper, is its parent
	 */
	public static boolean replaceable(Map<String, String> environment) {
		return replaceable(environment, parent());
	}

	static boolean replaceable(Map<String, String> environment, long parent) {
		String executed = environment.get(EXECUTED_PROCESS);
		return (executed != null) ? !executed.equals(String.valueOf(parent)) : parent == INIT;
	}

	private static long parent() {
		return ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(0L);
	}

	boolean passedOn() {
		return this == CONTINUED || this == SUCCESSOR;
	}

}
