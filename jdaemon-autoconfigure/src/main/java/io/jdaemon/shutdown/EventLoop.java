package io.jdaemon.shutdown;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.jdaemon.process.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * One thread that handles events in order, and one alarm. The thread survives whatever an
 * event does: without it, only SIGKILL would end the daemon. No event may do what could
 * block: {@link LifecycleLog} writes, {@link DaemonThreads} do the rest.
 */
public final class EventLoop {

	private final BlockingQueue<Runnable> events = new LinkedBlockingQueue<>();

	private final LifecycleLog log;

	// Used on that thread only
	private @Nullable Alarm alarm;

	/**
	 * Create the loop.
	 * @param log receives the failures of events
	 */
	public EventLoop(LifecycleLog log) {
		this.log = log;
	}

	/**
	 * Start the thread.
	 */
	public void start() {
		// A daemon thread, so that an application that has nothing left to do exits.
		DaemonThreads.start("jdaemon", this::run);
	}

	/**
	 * Add an event to the end of the queue.
	 * @param event what to do
	 */
	public void add(Runnable event) {
		this.events.add(event);
	}

	/**
	 * Set the alarm, in place of the one that is set. Only events may call this.
	 * @param delay how long from now
	 * @param event what to do then
	 */
	public void alarm(Duration delay, Runnable event) {
		this.alarm = new Alarm(Deadline.after(delay), event);
	}

	/**
	 * Cancel the alarm. Only events may call this.
	 */
	public void cancelAlarm() {
		this.alarm = null;
	}

	private void run() {
		while (true) {
			survive(this::handleNext);
		}
	}

	// Not even the report of a failure may end the thread: with no memory, it fails, too.
	private void survive(Runnable task) {
		try {
			task.run();
		}
		catch (Throwable ex) {
			try {
				this.log.error("An event could not be handled", ex);
			}
			catch (Throwable unreported) {
				// What counts is the next event.
			}
		}
	}

	private void handleNext() {
		try {
			next().run();
		}
		catch (InterruptedException ex) {
			// There is no reason to interrupt this thread, and the daemon needs it.
			this.log.warn("The lifecycle thread was interrupted");
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
	 * An event that is due at a deadline unless it is cancelled.
	 *
	 * @param deadline the deadline
	 * @param event the event
	 */
	private record Alarm(Deadline deadline, Runnable event) {

	}

}
