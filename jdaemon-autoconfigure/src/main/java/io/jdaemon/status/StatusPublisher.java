package io.jdaemon.status;

import java.util.function.Consumer;

/**
 * The current status of the process, which is published on each change. Only the
 * lifecycle thread changes it.
 */
public final class StatusPublisher {

	private final Consumer<Status> target;

	private volatile Status status;

	/**
	 * Create the publisher. The first status is already published.
	 * @param target publishes a status
	 * @param status the first status
	 */
	public StatusPublisher(Consumer<Status> target, Status status) {
		this.target = target;
		this.status = status;
	}

	public Status status() {
		return this.status;
	}

	public State state() {
		return this.status.state();
	}

	/**
	 * Change the status and publish it.
	 * @param status the new status
	 */
	public void become(Status status) {
		this.status = status;
		this.target.accept(status);
	}

	/**
	 * Change the state, and publish it.
	 * @param state the new state
	 */
	public void become(State state) {
		become(this.status.in(state));
	}

}
