package io.jdaemon.shutdown;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.jdaemon.log.LogTopic;
import io.jdaemon.process.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * One thread that handles events in order, one alarm, and one task that repeats. The
 * thread survives whatever an event does: without it, only SIGKILL would end the daemon.
 * No event may do what could block: {@link LifecycleLog} writes, {@link DaemonThreads} do
 * the rest.
 */
public final class EventLoop {

	// The exit of the process does not depend on an event.
	private static final Duration MOMENT = Duration.ofSeconds(1);

	private final BlockingQueue<Runnable> events = new LinkedBlockingQueue<>();

	private final LifecycleLog log;

	// Used on that thread only
	private @Nullable Alarm alarm;

	private Supplier<Optional<Deadline>> due = Optional::empty;

	private Runnable task = () -> {
	};

	// Whether that task was the last thing that the thread did
	private boolean repeated;

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
	 * Set the task that repeats, before the thread is started.
	 * @param due when to run the task next, if at all; asked after each event, and later
	 * than now once the task has run
	 * @param task what to do then, on that thread
	 */
	public void repeat(Supplier<Optional<Deadline>> due, Runnable task) {
		this.due = due;
		this.task = task;
	}

	/**
	 * Add an event to the end of the queue.
	 * @param event what to do
	 */
	public void add(Runnable event) {
		this.events.add(event);
	}

	/**
	 * Add an event, and wait until it is handled, for a moment at most. Not for an event.
	 * @param event what to do
	 */
	public void await(Runnable event) {
		CompletableFuture<Void> handled = new CompletableFuture<>();
		add(() -> {
			event.run();
			handled.complete(null);
		});
		handled.completeOnTimeout(null, MOMENT.toMillis(), TimeUnit.MILLISECONDS).join();
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
				this.log.error(LogTopic.LIFECYCLE.entry("An event could not be handled"), ex);
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
			this.log.warn(LogTopic.LIFECYCLE.entry("The lifecycle thread was interrupted"));
		}
	}

	private Runnable next() throws InterruptedException {
		Alarm alarm = this.alarm;
		Optional<Deadline> due = this.due.get();
		if (alarm == null && due.isEmpty()) {
			return this.events.take();
		}
		long untilAlarm = (alarm != null) ? alarm.deadline().remainingNanos() : Long.MAX_VALUE;
		long untilDue = due.map(Deadline::remainingNanos).orElse(Long.MAX_VALUE);
		if (untilDue <= 0 && !this.repeated) {
			return repeat();
		}
		this.repeated = false;
		Runnable event = this.events.poll(Math.max(0, Math.min(untilAlarm, untilDue)), TimeUnit.NANOSECONDS);
		if (event != null) {
			return event;
		}
		if (alarm == null || alarm.deadline().remainingNanos() > 0) {
			return repeat();
		}
		this.alarm = null;
		return alarm.event();
	}

	// However many events there are, and however often it is due: neither keeps the
	// other waiting.
	private Runnable repeat() {
		this.repeated = true;
		return this.task;
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
