package io.jdaemon.shutdown;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Starts the threads of the lifecycle.
 */
public final class DaemonThreads {

	private DaemonThreads() {
	}

	/**
	 * Run a task on a daemon thread, which does not keep the JVM from exiting.
	 * @param name the name of the thread
	 * @param task the task
	 */
	public static void start(String name, Runnable task) {
		start(name, true, task);
	}

	/**
	 * Close the application on a thread that stays when it is done and keeps the JVM from
	 * exiting. With only daemon threads left, the JVM would exit before exec.
	 * @param task closes the application
	 * @param onClosed runs afterwards, even if the task fails
	 */
	static void close(Runnable task, Runnable onClosed) {
		start("jdaemon-close", false, () -> {
			try {
				task.run();
			}
			finally {
				onClosed.run();
				stay();
			}
		});
	}

	private static void start(String name, boolean daemon, Runnable task) {
		Thread thread = new Thread(task, name);
		thread.setDaemon(daemon);
		thread.start();
	}

	private static void stay() {
		while (true) {
			LockSupport.park();
			// Clear the interrupt, or the next call would not park.
			Thread.interrupted();
		}
	}

	/**
	 * Wait until a thread has ended, even if the application interrupts all threads that
	 * it finds.
	 * @param thread the thread
	 */
	public static void join(Thread thread) {
		while (thread.isAlive()) {
			try {
				thread.join();
			}
			catch (InterruptedException ex) {
				// Go on waiting.
			}
		}
	}

	public static void sleep(Duration duration) {
		try {
			TimeUnit.MILLISECONDS.sleep(duration.toMillis());
		}
		catch (InterruptedException ex) {
			// Go on without waiting.
		}
	}

}
