package io.jdaemon.lifecycle;

import java.util.function.Consumer;

/**
 * The current status of the process, published on each change. Only the lifecycle's
 * thread changes it.
 */
final class StatusPublisher {

	private final Consumer<Status> target;

	private final Runnable pidFileRetirement;

	private volatile Status status;

	/**
	 * Create the publisher; the first status is already published.
	 * @param target where to publish a status
	 * @param pidFileRetirement hides the PID file and keeps its lock
	 * @param status the first status
	 */
	StatusPublisher(Consumer<Status> target, Runnable pidFileRetirement, Status status) {
		this.target = target;
		this.pidFileRetirement = pidFileRetirement;
		this.status = status;
	}

	Status status() {
		return this.status;
	}

	State state() {
		return this.status.state();
	}

	void become(Status status) {
		this.status = status;
		this.target.accept(status);
	}

	/**
	 * From now on the PID file no longer names the process, and no other can start.
	 */
	void becomeStopping() {
		become(this.status.in(State.STOPPING));
		this.pidFileRetirement.run();
	}

}
