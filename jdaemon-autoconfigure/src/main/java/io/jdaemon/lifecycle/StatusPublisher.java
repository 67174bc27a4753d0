package io.jdaemon.lifecycle;

/**
 * What the process is doing now, for itself and for those who look at it from outside.
 * Only the lifecycle's thread changes it.
 */
final class StatusPublisher {

	private final ProcessControl process;

	private volatile Status status;

	StatusPublisher(ProcessControl process, Status status) {
		this.process = process;
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
		this.process.report(status);
	}

	/**
	 * From now on nobody finds the process by its PID file, and nobody else can start.
	 */
	void becomeStopping() {
		become(this.status.in(State.STOPPING));
		this.process.retirePidFile();
	}

}
