package io.jdaemon.shutdown;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.jdaemon.process.Deadline;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * One thread that handles events, one after the other, and one alarm. Whatever an event
 * does, the thread lives on: without it nothing but SIGKILL ends the daemon.
 */
public final class EventLoop {

	private static final Log logger = LogFactory.getLog(EventLoop.class);

	private final BlockingQueue<Runnable> events = new LinkedBlockingQueue<>();

	// It belongs to the thread.
	private @Nullable Alarm alarm;

	/**
	 * Start to handle events.
	 */
	public void start() {
		// A daemon thread, so that an application that has nothing left to do ends.
		DaemonThreads.start("jdaemon-lifecycle", this::run);
	}

	/**
	 * Put an event at the end of the queue.
	 * @param event what to do
	 */
	public void add(Runnable event) {
		this.events.add(event);
	}

	/**
	 * Set the alarm, in place of the one that is set. For events only.
	 * @param after how long from now
	 * @param event what to do then
	 */
	public void alarm(Duration after, Runnable event) {
		this.alarm = new Alarm(Deadline.after(after), event);
	}

	/**
	 * Set no alarm. For events only.
	 */
	public void cancelAlarm() {
		this.alarm = null;
	}

	private void run() {
		while (true) {
			try {
				next().run();
			}
			catch (InterruptedException ex) {
				// Nobody has reason to interrupt this thread, and the daemon needs it.
				logger.warn("The lifecycle thread was interrupted", ex);
			}
			catch (Throwable ex) {
				logger.error("An event could not be handled", ex);
			}
		}
	}

	private Runnable next() throws InterruptedException {
		Alarm alarm = this.alarm;
		if (alarm == null) {
			return this.events.take();
		}
		Runnable event = this.events.poll(alarm.deadline().remainingNanos(), TimeUnit.NANOSECONDS);
		if (event != null) {
			return event;
		}
		this.alarm = null;
		return alarm.event();
	}

	/**
	 * What happens if it is not called off.
	 *
	 * @param deadline when
	 * @param event what
	 */
	private record Alarm(Deadline deadline, Runnable event) {

	}

}
