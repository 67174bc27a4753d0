package io.jdaemon.lifecycle;

import java.io.IOException;
import java.util.Optional;

import io.jdaemon.pidfile.PidFile;
import io.jdaemon.posix.Reason;
import io.jdaemon.process.PredecessorPipe;
import io.jdaemon.process.PredecessorPipe.Message;
import io.jdaemon.process.ReadyPipe;
import io.jdaemon.restart.ProcessResources;

/**
 * What a successor does to take the place of its predecessor. A daemon has taken over
 * once it has the PID file, also if its predecessor has died. The successor of the main
 * process of a service has taken over once systemd knows it as the main process, which
 * only its predecessor can report.
 */
final class TakeOver {

	// systemd then ends the service: Restart= decides what follows.
	private static final String PREDECESSOR_ENDED = "its predecessor, the main process of the service, has ended";

	private final long pid;

	private final ProcessResources resources;

	private final boolean notifies;

	// A successor leaves its predecessor alone until then.
	private volatile boolean over;

	/**
	 * Create what is to be done.
	 * @param pid the ID of this process
	 * @param resources what this process has
	 * @param notifies whether its predecessor is the main process of a service
	 */
	TakeOver(long pid, ProcessResources resources, boolean notifies) {
		this.pid = pid;
		this.resources = resources;
		this.notifies = notifies;
		this.over = resources.predecessor() == null;
	}

	/**
	 * Wait until the predecessor leaves the PID file to this process, or has died.
	 * @return the reason why this process is not to take over, a clause; else empty
	 */
	Optional<String> awaitPredecessor() {
		return (hear() == Message.NONE && this.notifies) ? Optional.of(PREDECESSOR_ENDED) : Optional.empty();
	}

	private Message hear() {
		PredecessorPipe predecessor = this.resources.predecessor();
		return (predecessor != null) ? predecessor.await() : Message.NONE;
	}

	/**
	 * Take over, and report to the predecessor.
	 * @return the reason for a failure, a clause; else empty
	 */
	Optional<String> run() {
		Optional<String> failure = publish();
		this.over = failure.isEmpty() && !this.notifies;
		ReadyPipe readyPipe = this.resources.readyPipe();
		if (readyPipe != null) {
			failure.ifPresentOrElse(readyPipe::notPublished, readyPipe::published);
			readyPipe.close();
		}
		Optional<String> problem = failure.map((reason) -> "the PID file cannot be published: " + reason)
			.or(this::awaitMainProcess);
		this.over = problem.isEmpty();
		if (this.over) {
			// Only now does systemd accept messages of this process.
			this.resources.store().update();
		}
		Optional.ofNullable(this.resources.predecessor()).ifPresent(PredecessorPipe::close);
		return problem;
	}

	private Optional<String> publish() {
		PidFile pidFile = this.resources.pidFile();
		try {
			if (pidFile != null) {
				pidFile.publish(this.pid);
			}
			return Optional.empty();
		}
		catch (IOException ex) {
			return Optional.of(Reason.of(ex));
		}
	}

	private Optional<String> awaitMainProcess() {
		return this.notifies ? switch (hear()) {
			case DISMISSED -> Optional.of("its predecessor stays the main process of the service");
			case NONE -> Optional.of(PREDECESSOR_ENDED);
			default -> Optional.empty();
		} : Optional.empty();
	}

	/**
	 * Whether this process has taken over.
	 * @return whether it has, or has no predecessor
	 */
	boolean over() {
		return this.over;
	}

}
