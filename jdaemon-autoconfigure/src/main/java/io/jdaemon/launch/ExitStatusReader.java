package io.jdaemon.launch;

import java.io.IOException;
import java.util.List;
import java.util.Set;

import io.jdaemon.posix.PathName;
import io.jdaemon.posix.Posix;
import io.jdaemon.posix.SpawnRequest;
import io.jdaemon.process.ChildProcess;

/**
 * The shell that reads for the watcher how a daemon of another user ended,
 * {@code exit-status.sh}. It runs as that user, who can therefore trace it and act with
 * all that it has. So it has nothing that the daemon does not have, but for one end each
 * of two pipes: neither the session of the operator nor their terminal.
 *
 * @param process the shell
 * @param question the end of the pipe that the watcher closes once the daemon has ended
 * @param answer the end of the pipe that the watcher then reads
 */
record ExitStatusReader(ChildProcess process, int question, int answer) {

	/**
	 * Spawn the shell, which waits until no process has the end for the question open.
	 * @param plan the user and the working directory of the daemon
	 * @param daemon the process ID of the daemon
	 * @return the shell
	 */
	static ExitStatusReader spawn(LaunchPlan plan, int daemon) throws IOException {
		Posix posix = plan.posix();
		int[] question = posix.pipe();
		int[] answer = posix.pipe();
		SpawnRequest request = new SpawnRequest(ShellScript.shell(), ShellScript.command("exit-status.sh"),
				List.of(PathName.encode("daemon=" + daemon)), List.of(question[0], answer[1], answer[1]), Set.of(),
				plan.runAs().credentials(), plan.directoryBytes());
		ChildProcess process = ChildProcess.spawn(posix, request);
		posix.close(question[0]);
		posix.close(answer[1]);
		return new ExitStatusReader(process, question[1], answer[0]);
	}

	/**
	 * Kill the shell and reap it.
	 */
	void end() throws IOException {
		this.process.killGroup();
		this.process.reap();
	}

}
