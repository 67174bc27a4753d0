package io.jdaemon.status;

import java.util.function.Consumer;

/**
 * The current status of the process, published on each change. Only the lifecycle's
 * thread changes it.
 */
public final class StatusPublisher {

	private final Consumer<Status> target;

	private final Runnable pidFileRetirement;

	private volatile Status status;

	/**
	 * Create the publisher; the first status is already published.
	 * @param target where to publish a status
	 * @param pidFileRetirement hides the PID file and keeps its lock
	 * @param status the first status
	 */
	public StatusPublisher(Consumer<Status> target, Runnable pidFileRetirement, Status status) {
		this.target = target;
		this.pidFileRetirement = pidFileRetirement;
		this.status = status;
	}

	public Status status() {
		return this.status;
	}

	public State state() {
		return this.status.state();
	}

	public void become(Status status) {
		this.status = status;
		this.target.accept(status);
	}

	/**
	 * From now on the PID file no longer names the process, and no other can start.
	 */
	public void becomeStopping() {
		become(this.status.in(State.STOPPING));
		this.pidFileRetirement.run();
	}

}
