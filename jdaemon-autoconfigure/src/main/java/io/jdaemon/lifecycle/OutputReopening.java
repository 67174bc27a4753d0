package io.jdaemon.lifecycle;

import java.util.Optional;

import io.jdaemon.shutdown.EventLoop;
import io.jdaemon.shutdown.LifecycleLog;
import io.jdaemon.shutdown.Worker;
import io.jdaemon.status.StatusPublisher;

/**
 * Reopens the output files on request.
 */
final class OutputReopening {

	private final ProcessControl process;

	private final StatusPublisher status;

	private final EventLoop events;

	private final LifecycleLog log;

	// To open an output file may block.
	private final Worker output;

	/**
	 * Create it.
	 * @param process reopens the files
	 * @param status publishes that it was done
	 * @param events queues events for the lifecycle's thread
	 * @param log the log of the lifecycle
	 */
	OutputReopening(ProcessControl process, StatusPublisher status, EventLoop events, LifecycleLog log) {
		this.process = process;
		this.status = status;
		this.events = events;
		this.log = log;
		this.output = new Worker("jdaemon-output", process::blockSignals);
	}

	/**
	 * Reopen the files, after those who asked before.
	 * @param sender who asks, for the log
	 */
	void reopen(String sender) {
		this.output.submit(() -> {
			Optional<String> failure = this.process.reopen();
			this.events.add(() -> reopened(sender, failure));
		});
	}

	private void reopened(String sender, Optional<String> failure) {
		failure.ifPresentOrElse((reason) -> this.log.error(LifecycleEntries.notReopened(sender, reason)),
				() -> this.log.info(LifecycleEntries.reopened(sender)));
		this.status.become(this.status.status().afterReopening(failure.orElse(null)));
	}

}
