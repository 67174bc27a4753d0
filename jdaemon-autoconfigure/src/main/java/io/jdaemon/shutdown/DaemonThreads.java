package io.jdaemon.shutdown;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Starts the threads of the lifecycle.
 */
public final class DaemonThreads {

	// The thread that waits for the end of all others, once main has returned
	private static final String END_OF_MAIN = "DestroyJavaVM";

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
	 * Run a task on a thread that keeps the JVM from exiting until it is done.
	 * @param name the name of the thread
	 * @param task the task
	 * @return the thread
	 */
	static Thread keepAlive(String name, Runnable task) {
		return start(name, false, task);
	}

	private static Thread start(String name, boolean daemon, Runnable task) {
		Thread thread = new Thread(task, name);
		thread.setDaemon(daemon);
		thread.start();
		return thread;
	}

	/**
	 * Keep the calling thread for ever.
	 */
	public static void stay() {
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

	/**
	 * Whether a thread keeps the JVM from exiting once another has ended.
	 * @param ending the thread that ends
	 * @return whether another thread that is no daemon thread is alive; false once the
	 * JVM exits, whose shutdown hooks are no daemon threads either
	 */
	public static boolean othersKeepAlive(Thread ending) {
		return !exiting() && Thread.getAllStackTraces()
			.keySet()
			.stream()
			.anyMatch((thread) -> thread != ending && !thread.isDaemon() && !thread.getName().equals(END_OF_MAIN));
	}

	private static boolean exiting() {
		Thread hook = new Thread();
		try {
			Runtime.getRuntime().addShutdownHook(hook);
			Runtime.getRuntime().removeShutdownHook(hook);
			return false;
		}
		catch (IllegalStateException ex) {
			return true;
		}
	}

}
