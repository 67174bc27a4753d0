package io.jdaemon.lifecycle;

import io.jdaemon.DaemonInfo;
import io.jdaemon.log.LogEntry;
import io.jdaemon.log.LogTopic;
import io.jdaemon.output.LowerCase;
import io.jdaemon.status.InstanceFacts;
import io.jdaemon.status.Status;

/**
 * What the log says of the life of a process.
 */
final class LifecycleEntries {

	private LifecycleEntries() {
	}

	static LogEntry ready(Status status) {
		DaemonInfo info = status.info();
		String mode = LowerCase.of(info.mode());
		InstanceFacts facts = status.facts();
		String pidFile = (facts != null) ? facts.pidFile() : null;
		return LogTopic.LIFECYCLE
			.entry("Ready: pid " + info.pid() + ", mode " + mode + ", restart " + info.generation()
					+ ((pidFile != null) ? ", pid file " + pidFile : ""))
			.event("ready")
			.with("pid", info.pid())
			.with("mode", mode)
			.with("generation", info.generation())
			.with("pidFile", pidFile);
	}

	static LogEntry stopping(String sender) {
		return stopping(sender, "");
	}

	static LogEntry stoppingInsteadOfRestart(String sender) {
		return stopping(sender, " in place of the restart");
	}

	private static LogEntry stopping(String sender, String circumstances) {
		return LogTopic.LIFECYCLE.entry("Stopping on " + sender + circumstances)
			.event("stopping")
			.with("sender", sender);
	}

	static LogEntry reopened(String sender) {
		return LogTopic.OUTPUT.entry("Output files reopened on " + sender).event("reopened").with("sender", sender);
	}

	static LogEntry notReopened(String sender, String reason) {
		return LogTopic.OUTPUT.entry("Output files not reopened on " + sender + ": " + reason)
			.event("not-reopened")
			.with("sender", sender)
			.with("reason", reason);
	}

}
