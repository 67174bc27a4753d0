package io.jdaemon.shutdown;

import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.jdaemon.log.LogTopic;
import io.jdaemon.process.ExitStatus;
import io.jdaemon.process.Seconds;
import io.jdaemon.sockets.Gap;
import io.jdaemon.status.StatusPublisher;
import org.jspecify.annotations.Nullable;

/**
 * Closes the application in this process. That happens on a thread of its own, so that a
 * time limit holds and a stop is noticed, whatever the application does. The limit is set
 * before anything else.
 */
public final class ApplicationShutdown {

	// How long the last words and the PID file may delay a halt
	private static final Duration LAST_MOMENT = Duration.ofSeconds(3);

	// How long the replacement of the image may take, which is milliseconds
	private static final Duration LAST_STEP = Duration.ofSeconds(30);

	/**
	 * How long an idle keep-alive connection may wait for a last request, while new
	 * connections wait for what starts next.
	 */
	public static final Duration LINGER = Duration.ofSeconds(1);

	private final ShutdownControl control;

	private final Application application;

	private final Duration stopTimeout;

	private final EventLoop events;

	private final LifecycleLog log;

	private final Worker pidFile;

	private final Worker publisher;

	private final StatusPublisher status;

	// Used on the lifecycle's thread only
	private @Nullable Thread closing;

	// Used on the lifecycle's thread only
	private boolean draining;

	/**
	 * Create the shutdown.
	 * @param control what it does to this process
	 * @param application the application
	 * @param stopTimeout how long the application may take
	 * @param events queues events for the lifecycle's thread
	 * @param log the log of the lifecycle
	 * @param status publishes the status of this process
	 */
	public ApplicationShutdown(ShutdownControl control, Application application, Duration stopTimeout, EventLoop events,
			LifecycleLog log, StatusPublisher status) {
		this.control = control;
		this.application = application;
		this.stopTimeout = stopTimeout;
		this.events = events;
		this.log = log;
		this.status = status;
		this.pidFile = new Worker("jdaemon-pidfile", control::blockSignals);
		this.publisher = new Worker("jdaemon-events", control::blockSignals);
	}

	/**
	 * Publish an event to the listeners of the application, after those before it.
	 * @param event the event
	 */
	public void publish(Object event) {
		this.publisher.submit(() -> this.application.publish(event));
	}

	/**
	 * Close the application for the next image, which inherits the sockets.
	 * @param first what to do first of all
	 * @param grace how long the application keeps running then
	 * @param drain how long connections may take to end
	 * @param onClosed the event when the application is closed
	 * @param onTimeout the event if that takes longer than the stop timeout
	 */
	public void beforeExec(Runnable first, Duration grace, Duration drain, Runnable onClosed, Runnable onTimeout) {
		close(this.stopTimeout, () -> {
			first.run();
			DaemonThreads.sleep(grace);
			this.application.refuseTraffic();
			drain((timeout) -> this.control.drain(timeout).ifPresent(this::paused), drain);
			this.application.close();
		}, onClosed, onTimeout);
	}

	private void paused(Gap gap) {
		this.events.add(() -> this.status.become(this.status.status().paused(gap)));
	}

	/**
	 * Close the application because another process serves in place of this one, and
	 * exit.
	 * @param drain how long connections may take to end
	 * @param status decides on the exit status, once the application is closed
	 */
	public void afterHandover(Duration drain, Supplier<ExitStatus> status) {
		this.draining = true;
		close(this.stopTimeout.plus(drain), () -> {
			this.application.refuseTraffic();
			drain(this.control::drainForSuccessor, drain);
			this.application.close();
		}, () -> exit(status.get()), this::haltOnTimeout);
	}

	/**
	 * Halt the process, which is expected to exit, unless it does so in time.
	 */
	public void limit() {
		this.events.alarm(this.stopTimeout, this::haltOnTimeout);
	}

	/**
	 * End the drain after a handover, because the successor is stopped, too.
	 * @return whether this process was draining
	 */
	public boolean endDrain() {
		boolean draining = this.draining;
		if (draining) {
			this.draining = false;
			limit();
			this.control.endDrain();
		}
		return draining;
	}

	/**
	 * Call what the application does before a handover; this may take any time.
	 */
	public void beforeHandover() {
		this.application.beforeHandover();
	}

	/**
	 * Call what the application does after a handover that has failed.
	 */
	public void handoverFailed() {
		this.application.handoverFailed();
	}

	/**
	 * Stop the application, which then exits.
	 */
	public void stop() {
		this.closing = DaemonThreads.keepAlive("jdaemon-close", () -> {
			long begin = System.nanoTime();
			this.log.flush();
			this.pidFile.submit(this.control::retirePidFile).join();
			drain(this.control::drainForNextProcess, LINGER);
			stopApplication(begin);
		});
	}

	/**
	 * Exit, because the application failed to start.
	 * @param reason a sentence for the operator, empty if the failure has been reported
	 */
	public void exitAfterFailure(String reason) {
		limit();
		DaemonThreads.start("jdaemon-failed", () -> {
			if (!reason.isEmpty()) {
				this.log.print(reason);
			}
			flushAndExit(ExitStatus.FAILED);
		});
	}

	private void close(Duration timeout, Runnable task, Runnable onClosed, Runnable onTimeout) {
		this.events.alarm(timeout, onTimeout);
		this.closing = DaemonThreads.keepAlive("jdaemon-close", () -> {
			try {
				// The application's threads end, and this may be the last one that can
				// take a signal, such as the stop that ends a drain.
				this.control.unblockSignals();
				this.log.flush();
				task.run();
			}
			catch (Throwable ex) {
				this.log.print("The application was not closed in order", ex);
			}
			this.control.blockSignals();
			this.events.add(onClosed);
			// With only daemon threads left, the JVM would exit before exec.
			DaemonThreads.stay();
		});
	}

	private void drain(Consumer<Duration> drain, Duration timeout) {
		try {
			drain.accept(timeout);
		}
		catch (RuntimeException | LinkageError ex) {
			this.log.error(LogTopic.LIFECYCLE.entry("Connections may be cut off"), ex);
		}
	}

	private void stopApplication(long begin) {
		try {
			this.application.stop(() -> {
				Duration duration = Duration.ofNanos(System.nanoTime() - begin);
				this.log.info(LogTopic.LIFECYCLE.entry("Stopped in " + Seconds.of(duration) + " s")
					.event("stopped")
					.with("duration", duration.truncatedTo(ChronoUnit.MILLIS)));
				// What follows also closes the log.
				this.log.flush();
			});
		}
		catch (Throwable ex) {
			this.log.error(LogTopic.LIFECYCLE.entry("The application could not be stopped gracefully"), ex);
			flushAndExit(ExitStatus.FAILED);
		}
	}

	/**
	 * Hide the PID file, on a thread of its own.
	 */
	public void retirePidFile() {
		this.pidFile.submit(this.control::retirePidFile);
	}

	/**
	 * Exit the process, because the application is closed.
	 * @param status the exit status
	 */
	public void exit(ExitStatus status) {
		limit();
		DaemonThreads.start("jdaemon-exit", () -> flushAndExit(status));
	}

	private void flushAndExit(ExitStatus status) {
		this.log.flush();
		this.application.exit(status.number());
	}

	/**
	 * Do the last thing that this image does, on a thread of its own and after the lines
	 * of the log. If it blocks, the process is halted.
	 * @param step what to do
	 * @param onReturn the event when it returns
	 * @param onFailure the event when it fails
	 */
	public void lastly(LastStep step, Runnable onReturn, Consumer<Throwable> onFailure) {
		this.events.alarm(LAST_STEP, () -> halt(ExitStatus.OS_REFUSED,
				"The next image was not started within " + LAST_STEP.toSeconds() + " s"));
		// Until now this thread receives signals, perhaps as the only one: once main()
		// has returned, the JVM's main thread blocks again what was blocked when it
		// started.
		this.control.blockSignals();
		DaemonThreads.start("jdaemon-exec", () -> {
			this.log.flush();
			try {
				step.run();
				this.events.add(onReturn);
			}
			catch (Throwable ex) {
				this.events.add(() -> onFailure.accept(ex));
			}
		});
	}

	/**
	 * Halt the process, because it is out of time.
	 */
	public void haltOnTimeout() {
		reportTimeout(() -> lastMoment(ExitStatus.TIMED_OUT));
	}

	/**
	 * Print, and publish, that the application did not close in time, and what it is
	 * waiting for.
	 * @param then the event afterwards, which may come twice
	 */
	public void reportTimeout(Runnable then) {
		this.events.alarm(LAST_MOMENT, then);
		Thread closing = this.closing;
		DaemonThreads.start("jdaemon-dump", () -> {
			String late = "was not closed within " + seconds();
			String published = "it " + late;
			if (closing != null) {
				ClosingThread stack = ClosingThread.of(closing);
				this.log
					.print("The application " + late + "; it was waiting in" + System.lineSeparator() + stack.dump());
				published += "; it was waiting for " + stack.waitingFor();
			}
			else {
				this.log.print("The application " + late);
			}
			String halted = published;
			this.events.add(() -> {
				this.status.become(this.status.status().cutOff(halted));
				then.run();
			});
		});
	}

	private String seconds() {
		return this.stopTimeout.toSeconds() + " s (jdaemon.stop-timeout)";
	}

	/**
	 * End the process, whatever the application does.
	 * @param status the exit status
	 * @param sentence the reason, which is printed if that is possible at once
	 */
	public void halt(ExitStatus status, String sentence) {
		this.log.print(sentence);
		lastMoment(status);
	}

	private void lastMoment(ExitStatus status) {
		Runnable end = () -> this.control.halt(status);
		this.events.alarm(LAST_MOMENT, end);
		DaemonThreads.start("jdaemon-halt", () -> {
			this.log.flush();
			this.control.releasePidFile();
			this.events.add(end);
		});
	}

	/** The last thing that an image does. */
	@FunctionalInterface
	public interface LastStep {

		/**
		 * Do it.
		 * @throws InterruptedException if the thread is interrupted
		 * @throws IOException if it fails
		 */
		void run() throws IOException, InterruptedException;

	}

}
