package io.jdaemon.neighbours.jobs;

import io.jdaemon.DaemonInfo;
import io.jdaemon.HandoverHandler;
import io.jdaemon.Restarted;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Lets the jobs run in one process at a time: a successor starts its scheduler when that
 * of its predecessor has stopped. Its own must not start with the context, see
 * {@code spring.quartz.auto-startup}.
 */
@Component
class OneScheduler implements HandoverHandler {

	private final Scheduler scheduler;

	private final DaemonInfo process;

	OneScheduler(Scheduler scheduler, DaemonInfo process) {
		this.scheduler = scheduler;
		this.process = process;
	}

	@EventListener(ApplicationReadyEvent.class)
	void ready() throws SchedulerException {
		if (this.process.generation() == 0) {
			this.scheduler.start();
		}
	}

	@EventListener(Restarted.class)
	void restarted() throws SchedulerException {
		this.scheduler.start();
	}

	@Override
	public void beforeHandover() {
		try {
			this.scheduler.standby();
			do {
				// Quartz also fires a trigger that was due within the next 2 ms.
				Thread.sleep(100);
			}
			while (!this.scheduler.getCurrentlyExecutingJobs().isEmpty());
		}
		catch (SchedulerException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void handoverFailed() {
		try {
			this.scheduler.start();
		}
		catch (SchedulerException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
