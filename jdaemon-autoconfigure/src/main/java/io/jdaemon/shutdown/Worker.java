package io.jdaemon.shutdown;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One thread that does in order what could block the lifecycle thread, such as writing a
 * line to a full pipe. It is started with its first task and survives whatever a task
 * does.
 */
public final class Worker {

	private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();

	private final AtomicBoolean started = new AtomicBoolean();

	private final String name;

	private final Runnable atStart;

	/**
	 * Create a worker.
	 * @param name the name of its thread
	 * @param atStart what the thread does first
	 */
	public Worker(String name, Runnable atStart) {
		this.name = name;
		this.atStart = atStart;
	}

	/**
	 * Add a task to the end of the queue.
	 * @param task what to do
	 * @return completed once the task has ended, exceptionally if it threw
	 */
	public CompletableFuture<Void> submit(Runnable task) {
		CompletableFuture<Void> done = new CompletableFuture<>();
		this.tasks.add(() -> run(task, done));
		if (this.started.compareAndSet(false, true)) {
			DaemonThreads.start(this.name, this::run);
		}
		return done;
	}

	private static void run(Runnable task, CompletableFuture<Void> done) {
		try {
			task.run();
			done.complete(null);
		}
		catch (Throwable ex) {
			done.completeExceptionally(ex);
		}
	}

	private void run() {
		run(this.atStart, new CompletableFuture<>());
		while (true) {
			try {
				this.tasks.take().run();
			}
			catch (InterruptedException ex) {
				// An application that interrupts all threads that it finds does not mean
				// this one.
			}
		}
	}

	/**
	 * Wait until all tasks so far have ended.
	 * @param timeout the longest time to wait
	 * @return whether they have ended
	 */
	boolean await(Duration timeout) {
		return await(submit(() -> {
		}), timeout);
	}

	static boolean await(CompletableFuture<Void> task, Duration timeout) {
		try {
			task.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
			return true;
		}
		catch (ExecutionException ex) {
			return true;
		}
		catch (TimeoutException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

}
