package io.jdaemon.shutdown;

import java.time.Duration;

import io.jdaemon.process.ExitStatus;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Closes the application in this process. That happens on a thread of its own, so that a
 * time limit holds and a stop is noticed, whatever the application does.
 */
public final class ApplicationShutdown {

	private static final Log logger = LogFactory.getLog(ApplicationShutdown.class);

	private final ShutdownControl control;

	private final Application application;

	private final Duration stopTimeout;

	private final EventLoop events;

	// Used on the lifecycle's thread only
	private boolean draining;

	public ApplicationShutdown(ShutdownControl control, Application application, Duration stopTimeout,
			EventLoop events) {
		this.control = control;
		this.application = application;
		this.stopTimeout = stopTimeout;
		this.events = events;
	}

	/**
	 * Close the application for the next image, which inherits the sockets.
	 * @param grace how long the application keeps running first
	 * @param drain how long connections may take to end
	 * @param onClosed the event when the application is closed
	 * @param onTimeout the event if that takes longer than the stop timeout
	 */
	public void beforeExec(Duration grace, Duration drain, Runnable onClosed, Runnable onTimeout) {
		close(this.stopTimeout, () -> {
			DaemonThreads.sleep(grace);
			drain(drain);
			this.application.close();
		}, onClosed, () -> {
			reportTimeout();
			onTimeout.run();
		});
	}

	/**
	 * Close the application because another process serves in place of this one, and
	 * exit.
	 * @param drain how long connections may take to end
	 * @param status the exit status
	 */
	public void afterHandover(Duration drain, ExitStatus status) {
		this.draining = true;
		close(this.stopTimeout.plus(drain), () -> {
			drain(drain);
			this.application.close();
		}, () -> exit(status), this::haltOnTimeout);
	}

	/**
	 * End the drain after a handover, because the successor is stopped, too.
	 * @return whether this process was draining
	 */
	public boolean endDrain() {
		boolean draining = this.draining;
		if (draining) {
			this.draining = false;
			this.control.endDrain();
			this.events.alarm(this.stopTimeout, this::haltOnTimeout);
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
		close(this.stopTimeout, this::stopApplication, () -> {
		}, this::haltOnTimeout);
	}

	/**
	 * Halt the process, which is expected to exit, unless it does so in time.
	 */
	public void haltUnlessEnded() {
		this.events.alarm(this.stopTimeout, this::haltOnTimeout);
	}

	/**
	 * Exit, because the application failed to start.
	 * @param reason a sentence for the operator, empty if the failure has been reported
	 */
	public void exitAfterFailure(String reason) {
		haltUnlessEnded();
		DaemonThreads.start("jdaemon-failed", () -> {
			if (!reason.isEmpty()) {
				report(reason);
			}
			this.application.exit(ExitStatus.FAILED.number());
		});
	}

	private void close(Duration timeout, Runnable task, Runnable onClosed, Runnable onTimeout) {
		this.events.alarm(timeout, onTimeout);
		DaemonThreads.close(task, () -> {
			this.control.blockSignals();
			this.events.add(onClosed);
		});
	}

	private void drain(Duration timeout) {
		try {
			this.control.drain(timeout);
		}
		catch (RuntimeException | LinkageError ex) {
			logger.warn("Connections may be cut off by the restart", ex);
		}
	}

	private void stopApplication() {
		try {
			this.application.stop();
		}
		catch (RuntimeException | LinkageError ex) {
			logger.error("The application could not be stopped gracefully", ex);
			this.application.exit(ExitStatus.FAILED.number());
		}
	}

	/**
	 * Exit the process, because the application is closed.
	 * @param status the exit status
	 */
	public void exit(ExitStatus status) {
		haltUnlessEnded();
		// The shutdown handler that does it may have run already, and kept the file.
		this.control.releasePidFile();
		DaemonThreads.start("jdaemon-exit", () -> this.application.exit(status.number()));
	}

	private void haltOnTimeout() {
		reportTimeout();
		halt(ExitStatus.TIMED_OUT);
	}

	private void reportTimeout() {
		report("The application did not close within " + this.stopTimeout.toSeconds() + " s (jdaemon.stop-timeout)");
	}

	/**
	 * End the process, whatever the application does.
	 * @param status the exit status
	 */
	public void halt(ExitStatus status) {
		this.control.releasePidFile();
		this.control.halt(status);
	}

	/**
	 * Print a sentence for the operator to standard error: logging may be closed by now.
	 * @param sentence what happened
	 */
	public static void report(String sentence) {
		System.err.println(sentence);
	}

}
