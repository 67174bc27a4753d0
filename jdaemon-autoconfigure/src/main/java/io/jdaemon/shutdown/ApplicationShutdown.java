package io.jdaemon.shutdown;

import java.time.Duration;

import io.jdaemon.process.ExitStatus;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * The end of the application in this process. It is closed on a thread of its own, so
 * that a time limit holds, and a stop is heard, whatever the application does.
 */
public final class ApplicationShutdown {

	private static final Log logger = LogFactory.getLog(ApplicationShutdown.class);

	private final ShutdownControl control;

	private final Application application;

	private final Duration stopTimeout;

	private final EventLoop events;

	public ApplicationShutdown(ShutdownControl control, Application application, Duration stopTimeout,
			EventLoop events) {
		this.control = control;
		this.application = application;
		this.stopTimeout = stopTimeout;
		this.events = events;
	}

	/**
	 * Close the application for the next image, which takes over the sockets.
	 * @param grace how long the application goes on as it is
	 * @param drain how long connections may take to end
	 * @param closed what to do then
	 * @param late what to do if it takes too long
	 */
	public void beforeExec(Duration grace, Duration drain, Runnable closed, Runnable late) {
		close(this.stopTimeout, () -> {
			DaemonThreads.sleep(grace);
			drain(drain);
			this.application.close();
		}, closed, () -> {
			reportLate();
			late.run();
		});
	}

	/**
	 * Close the application because another process has taken over, and exit.
	 * @param drain how long connections may take to end
	 */
	public void afterHandover(Duration drain) {
		close(this.stopTimeout.plus(drain), () -> {
			drain(drain);
			this.application.close();
		}, this::exit, this::haltLate);
	}

	/**
	 * Stop the application, which exits.
	 */
	public void stop() {
		close(this.stopTimeout, this::stopApplication, () -> {
		}, this::haltLate);
	}

	/**
	 * Exit once the thread that tried to start the application has ended.
	 * @param starter that thread
	 */
	public void afterFailure(Thread starter) {
		this.events.alarm(this.stopTimeout, this::haltLate);
		DaemonThreads.start("jdaemon-failed", () -> {
			DaemonThreads.join(starter);
			this.application.exit(ExitStatus.FAILED.number());
		});
	}

	private void close(Duration limit, Runnable closing, Runnable closed, Runnable late) {
		this.events.alarm(limit, late);
		DaemonThreads.close(closing, () -> {
			this.control.blockSignals();
			this.events.add(closed);
		});
	}

	private void drain(Duration most) {
		try {
			this.control.drain(most);
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
			logger.error("The application could not be stopped in order", ex);
			this.application.exit(ExitStatus.FAILED.number());
		}
	}

	/**
	 * Exit: the application is closed.
	 */
	public void exit() {
		this.events.alarm(this.stopTimeout, this::haltLate);
		// The shutdown handler that would do it may have run already.
		this.control.releasePidFile();
		DaemonThreads.start("jdaemon-exit", () -> this.application.exit(ExitStatus.DONE.number()));
	}

	private void haltLate() {
		reportLate();
		halt(ExitStatus.TIMED_OUT);
	}

	private void reportLate() {
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
	 * Tell the operator. Logging may be closed by now.
	 * @param sentence what happened
	 */
	public static void report(String sentence) {
		System.err.println(sentence);
	}

}
