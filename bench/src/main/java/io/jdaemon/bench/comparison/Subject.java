package io.jdaemon.bench.comparison;

import java.io.IOException;
import java.time.Duration;

import io.jdaemon.bench.daemon.DaemonException;
import io.jdaemon.bench.daemon.DaemonLog;

/**
 * One way to start and to restart the application. {@link #toString()} is its name in the
 * report.
 */
public interface Subject {

	/**
	 * Start the application.
	 * @return the time from the command to the first response
	 */
	Duration start() throws DaemonException, IOException, InterruptedException;

	/**
	 * Restart the application, and wait until the restart is complete.
	 */
	void restart() throws DaemonException, IOException, InterruptedException;

	/**
	 * Say whether there is a restart to measure.
	 * @return whether {@link #restart()} may be called
	 */
	default boolean restarts() {
		return true;
	}

	/**
	 * Stop the application, in whatever state it is, and wait until it has exited.
	 */
	void stop();

	DaemonLog log();

}
