package io.jdaemon.lifecycle;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

import io.jdaemon.posix.Posix;
import io.jdaemon.process.Deadline;
import io.jdaemon.process.ProcessIdentity;
import io.jdaemon.shutdown.DaemonThreads;
import io.jdaemon.signals.ProcessSignal;
import io.jdaemon.signals.SignalAction;
import io.jdaemon.status.Status;
import io.jdaemon.status.StatusFile;
import io.jdaemon.status.StatusFormat;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * The processes that have handed over to this one and may still be draining. They have no
 * PID file any more, so a stop reaches them through this process. Their start times prove
 * that no other process has their IDs.
 */
final class Predecessors {

	private static final Log logger = LogFactory.getLog(Predecessors.class);

	private static final Duration PAUSE = Duration.ofMillis(20);

	private final Posix posix;

	private final List<ProcessIdentity> processes;

	Predecessors(Posix posix, List<ProcessIdentity> processes) {
		this.posix = posix;
		this.processes = processes;
	}

	/**
	 * Ask those that have not ended to stop.
	 */
	void stop() {
		this.processes.stream().filter(ProcessIdentity::alive).forEach(this::stop);
	}

	// A second signal changes nothing, so none has to be remembered.
	private void stop(ProcessIdentity process) {
		try {
			this.posix.kill((int) process.pid(), signal(process).number());
		}
		catch (IOException ex) {
			if (process.alive()) {
				logger.warn("The predecessor (pid " + process.pid() + ") is not stopped: " + ex.getMessage());
			}
		}
	}

	private static ProcessSignal signal(ProcessIdentity process) {
		return StatusFile.of(process.pid())
			.flatMap(StatusFormat::parse)
			.map(Status::signals)
			.map((signals) -> signals.get(SignalAction.STOP))
			.orElse(ProcessSignal.TERM);
	}

	/**
	 * Wait until all have ended.
	 * @param timeout the longest time to wait
	 */
	void awaitEnd(Duration timeout) {
		Deadline deadline = Deadline.after(timeout);
		while (this.processes.stream().anyMatch(ProcessIdentity::alive) && deadline.remainingNanos() > 0) {
			DaemonThreads.sleep(PAUSE);
		}
	}

}
