package io.jdaemon.signals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixException;

/**
 * The signals of this process, from one image to the next.
 * <p>
 * A signal that arrives while there is no handler must neither kill the process nor be
 * lost. So before exec the handled signals are blocked, which keeps them pending in the
 * kernel, and ignored, which keeps HotSpot from unblocking HUP, INT and TERM by itself.
 * The kernel does not discard an ignored signal that is blocked: "blocked signals are
 * never ignored" (kernel/signal.c). The next image installs its handlers and then
 * unblocks the signals; then the pending ones arrive.
 */
public final class Signals {

	// Its number is above those of all handled signals. The JVM dispatches the signals
	// that it has received in the order of their numbers, so once it has dispatched this
	// one, it has dispatched the others.
	private static final String MARKER = "WINCH";

	private static final int MARKER_NUMBER = 28;

	// The ID that Java gives to the JVM's main thread
	private static final long MAIN_THREAD = 1;

	private static final long TIMEOUT_MILLIS = 500;

	private final Posix posix;

	private final JvmSignals jvmSignals = new JvmSignals();

	private final Set<ProcessSignal> handled = EnumSet.noneOf(ProcessSignal.class);

	private final Thread mainThread = Thread.currentThread();

	// The kernel's ID of the main thread. It is 0 if the application is started on a
	// thread that is not the JVM's main thread: such a thread ends once its work is done.
	private final int mainThreadId;

	private final Set<Path> receivingAtStart;

	/**
	 * Create the signals of this process, on the thread that starts the application.
	 * @throws IOException if proc(5) is not mounted
	 */
	public Signals(Posix posix) throws IOException {
		this.posix = posix;
		this.mainThreadId = (this.mainThread.getId() == MAIN_THREAD) ? kernelThreadId(posix) : 0;
		this.receivingAtStart = receivingThreads();
	}

	private static int kernelThreadId(Posix posix) throws PosixException {
		String link = new String(posix.readlink("/proc/thread-self"), StandardCharsets.US_ASCII);
		return Integer.parseInt(link.substring(link.lastIndexOf('/') + 1));
	}

	/**
	 * Install a handler for a signal. The default action is set first, because HotSpot
	 * leaves HUP, INT and TERM ignored if it finds them ignored, and reports no error.
	 * @param signal the signal
	 * @param handler called with the signal on a daemon thread of its own
	 * @throws IllegalArgumentException if the JVM reserves the signal (-Xrs)
	 */
	public void handle(ProcessSignal signal, Consumer<ProcessSignal> handler) throws PosixException {
		this.posix.signal(signal.number(), false);
		this.jvmSignals.handle(signal.name(), () -> handler.accept(signal));
		this.handled.add(signal);
	}

	/**
	 * Set a signal to its default action.
	 * @param signal the signal
	 */
	public void reset(ProcessSignal signal) throws PosixException {
		this.posix.signal(signal.number(), false);
	}

	/**
	 * Ignore a signal.
	 * @param signal the signal
	 */
	public void ignore(ProcessSignal signal) throws PosixException {
		this.posix.signal(signal.number(), true);
	}

	/**
	 * Unblock signals in the calling thread, and so in the threads that it starts later.
	 * @param signals the signals
	 */
	public void unblock(Set<ProcessSignal> signals) throws PosixException {
		this.posix.sigunblock(ProcessSignal.numbers(signals));
	}

	/**
	 * Block the signals that have a handler in the calling thread.
	 */
	public void block() throws PosixException {
		this.posix.sigblock(ProcessSignal.numbers(this.handled));
	}

	/**
	 * Hold back the signals that have a handler: from now on they stay pending in the
	 * kernel, and those that were delivered before have been handled.
	 * <p>
	 * The kernel delivers a signal to any thread that does not block it. All threads but
	 * the main thread and its descendants have blocked these signals since they started.
	 * The descendants have half a second to end, now that the application is closed. The
	 * main thread is suspended if it has returned from {@code main}: the JVM keeps it
	 * waiting, and it could still receive signals. The first image of a process in the
	 * foreground is different: there the JVM's own threads block nothing. So the first
	 * thread of the process, to which the kernel prefers to deliver, is suspended, too.
	 * @throws InterruptedException if the calling thread is interrupted
	 */
	public void holdBack() throws IOException, InterruptedException {
		block();
		if (this.mainThreadId != 0 && !this.mainThread.isAlive()) {
			this.posix.freeze(this.mainThreadId);
			this.posix.freeze((int) ProcessHandle.current().pid());
		}
		awaitEndOfReceivingThreads();
		awaitHandled();
	}

	private void awaitEndOfReceivingThreads() throws IOException {
		long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TIMEOUT_MILLIS);
		while (!this.receivingAtStart.containsAll(receivingThreads()) && System.nanoTime() < end) {
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
		}
	}

	// The threads that can receive TERM, as an example of the handled signals
	private static Set<Path> receivingThreads() throws IOException {
		Set<Path> receiving = new HashSet<>();
		try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
			for (Path thread : threads) {
				try {
					if (!SignalMasks.read(thread.resolve("status")).blocks(ProcessSignal.TERM)) {
						receiving.add(thread);
					}
				}
				catch (IOException ex) {
					// The thread has ended.
				}
			}
		}
		return receiving;
	}

	/**
	 * Wait until the handlers have run for every signal that was delivered to the JVM so
	 * far, for half a second for each step at most.
	 * @throws InterruptedException if the calling thread is interrupted
	 */
	public void awaitHandled() throws IOException, InterruptedException {
		CountDownLatch dispatched = new CountDownLatch(1);
		this.jvmSignals.handle(MARKER, dispatched::countDown);
		this.posix.kill((int) ProcessHandle.current().pid(), MARKER_NUMBER);
		dispatched.await(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
		for (Thread thread : Thread.getAllStackTraces().keySet()) {
			if (thread.getName().startsWith("SIG") && thread.getName().endsWith(" handler")) {
				thread.join(TIMEOUT_MILLIS);
			}
		}
	}

	/**
	 * The signals that are held back and have arrived.
	 * @return the pending signals
	 */
	public Set<ProcessSignal> pending() throws PosixException {
		Set<Integer> pending = this.posix.sigpending();
		return this.handled.stream()
			.filter((signal) -> pending.contains(signal.number()))
			.collect(Collectors.toUnmodifiableSet());
	}

	/**
	 * Ignore the signals that are held back, which exec passes on. The pending ones stay
	 * pending.
	 */
	public void ignoreHeldBack() throws PosixException {
		for (ProcessSignal signal : this.handled) {
			try {
				this.posix.sigignore(signal.number());
			}
			catch (PosixException ex) {
				// The process that sigignore needs cannot be created. To lose a pending
				// signal is better than not to ignore it.
				ignore(signal);
			}
		}
	}

	/**
	 * The signals that have a handler.
	 * @return a copy
	 */
	public Set<ProcessSignal> handled() {
		return Set.copyOf(this.handled);
	}

}
