package io.jdaemon.lifecycle;

import io.jdaemon.RestartResult;
import io.jdaemon.Restarted;
import io.jdaemon.shutdown.ApplicationShutdown;
import io.jdaemon.shutdown.LifecycleLog;
import io.jdaemon.status.RestartEntries;
import io.jdaemon.status.Status;

/**
 * What an image that is ready makes known about itself and about the restart that has
 * started it.
 *
 * @param status the status when it became ready
 * @param log receives the lines
 * @param shutdown publishes the event
 */
record ReadyAnnouncement(Status status, LifecycleLog log, ApplicationShutdown shutdown) {

	void write() {
		this.log.info(LifecycleEntries.ready(this.status));
		RestartResult restart = this.status.lastRestart();
		if (restart != null) {
			this.log.info(RestartEntries.restarted(restart));
		}
	}

	/** In a successor, what must not run in two processes has ended by now. */
	void publish() {
		RestartResult restart = this.status.lastRestart();
		if (restart != null) {
			this.shutdown.publish(new Restarted(restart));
		}
	}

}
