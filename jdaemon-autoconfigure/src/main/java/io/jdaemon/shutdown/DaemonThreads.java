package io.jdaemon.shutdown;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.jdaemon.lifecycle.Lifecycle;

/**
 * The threads of a {@link Lifecycle}.
 */
public final class DaemonThreads {

	private DaemonThreads() {
	}

	/**
	 * Run something on a thread that does not keep the JVM from ending.
	 * @param name the name of the thread
	 * @param body what to run
	 */
	public static void start(String name, Runnable body) {
		start(name, true, body);
	}

	/**
	 * Close the application, and keep the JVM from ending until it is told to: with none
	 * but daemon threads left it would end before exec. So the thread stays once it is
	 * done.
	 * @param closing what to run
	 * @param closed what to run then, whether that failed or not
	 */
	static void close(Runnable closing, Runnable closed) {
		start("jdaemon-close", false, () -> {
			try {
				closing.run();
			}
			finally {
				closed.run();
				stay();
			}
		});
	}

	private static void start(String name, boolean daemon, Runnable body) {
		Thread thread = new Thread(body, name);
		thread.setDaemon(daemon);
		thread.start();
	}

	private static void stay() {
		while (true) {
			LockSupport.park();
			// otherwise the next call would not park
			Thread.interrupted();
		}
	}

	static void join(Thread thread) {
		try {
			thread.join();
		}
		catch (InterruptedException ex) {
			// an application that interrupts every thread it finds: exit without waiting
			Thread.currentThread().interrupt();
		}
	}

	public static void sleep(Duration duration) {
		try {
			TimeUnit.MILLISECONDS.sleep(duration.toMillis());
		}
		catch (InterruptedException ex) {
			// then there is no time
		}
	}

}
