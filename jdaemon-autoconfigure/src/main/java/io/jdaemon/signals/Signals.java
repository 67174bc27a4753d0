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
 * A signal that arrives while no handler is there must neither kill nor be lost. So
 * before exec the handled signals are blocked, which keeps them pending in the kernel,
 * and ignored, which keeps HotSpot from unblocking HUP, INT and TERM on its own: "blocked
 * signals are never ignored" (kernel/signal.c). The next image installs its handlers and
 * then unblocks: what was pending arrives.
 */
public final class Signals {

	// Its number is above those of all that are handled: the JVM dispatches the pending
	// signals by number, so that once this one is through, the others are.
	private static final String MARKER = "WINCH";

	private static final int MARKER_NUMBER = 28;

	private static final long FIRST_THREAD = 1;

	private static final long PATIENCE = 500;

	private final Posix posix;

	private final JvmSignals bridge = new JvmSignals();

	private final Set<ProcessSignal> handled = EnumSet.noneOf(ProcessSignal.class);

	private final Thread mainThread = Thread.currentThread();

	// The kernel's number; 0 for a thread that would not outlive its work.
	private final int mainThreadId;

	private final Set<Path> openAtStart;

	/**
	 * Create the signals of this process, on the thread that starts the application.
	 * @throws IOException if proc(5) is not mounted
	 */
	public Signals(Posix posix) throws IOException {
		this.posix = posix;
		this.mainThreadId = (this.mainThread.getId() == FIRST_THREAD) ? kernelThreadId(posix) : 0;
		this.openAtStart = openThreads();
	}

	private static int kernelThreadId(Posix posix) throws PosixException {
		String link = new String(posix.readlink("/proc/thread-self"), StandardCharsets.US_ASCII);
		return Integer.parseInt(link.substring(link.lastIndexOf('/') + 1));
	}

	/**
	 * Install a handler for a signal. HotSpot keeps HUP, INT and TERM ignored if it finds
	 * them so, and says nothing: hence the default action first.
	 * @param signal the signal
	 * @param handler called with the signal on a daemon thread of its own
	 * @throws IllegalArgumentException if the JVM keeps the signal to itself (-Xrs)
	 */
	public void handle(ProcessSignal signal, Consumer<ProcessSignal> handler) throws PosixException {
		this.posix.signal(signal.number(), false);
		this.bridge.handle(signal.name(), () -> handler.accept(signal));
		this.handled.add(signal);
	}

	/**
	 * Give a signal its default action.
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
	 * Let signals through to the calling thread and to the threads it will start.
	 * @param signals the signals
	 */
	public void unblock(Set<ProcessSignal> signals) throws PosixException {
		this.posix.sigunblock(ProcessSignal.numbers(signals));
	}

	/**
	 * Keep the signals that have a handler from the calling thread.
	 */
	public void block() throws PosixException {
		this.posix.sigblock(ProcessSignal.numbers(this.handled));
	}

	/**
	 * Keep the signals that have a handler from it, so that they wait in the kernel, and
	 * see to it that every one that arrived before has been handled.
	 * <p>
	 * A signal goes to any thread that does not block it. All threads but those that
	 * descend from the main thread were born with these signals blocked. Of the others a
	 * closed application has none left, once the last have ended, but the main thread
	 * itself, which the JVM keeps waiting for its end when its work is done. Only in the
	 * first image in the foreground the threads of the JVM itself block nothing; the
	 * process's first thread, which the kernel asks first, is made to.
	 * @throws InterruptedException if the calling thread is interrupted
	 */
	public void holdBack() throws IOException, InterruptedException {
		block();
		if (this.mainThreadId != 0 && !this.mainThread.isAlive()) {
			this.posix.freeze(this.mainThreadId);
			this.posix.freeze((int) ProcessHandle.current().pid());
		}
		awaitClosedThreads();
		awaitHandled();
	}

	private void awaitClosedThreads() throws IOException {
		long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE);
		while (!this.openAtStart.containsAll(openThreads()) && System.nanoTime() < end) {
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
		}
	}

	// The threads that a stop signal can go to
	private static Set<Path> openThreads() throws IOException {
		Set<Path> open = new HashSet<>();
		try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
			for (Path thread : threads) {
				try {
					if (!SignalMasks.read(thread.resolve("status")).blocks(ProcessSignal.TERM)) {
						open.add(thread);
					}
				}
				catch (IOException ex) {
					// it has ended
				}
			}
		}
		return open;
	}

	/**
	 * Wait until the handlers have run for every signal that the JVM has taken so far.
	 * @throws InterruptedException if the calling thread is interrupted
	 */
	public void awaitHandled() throws IOException, InterruptedException {
		CountDownLatch dispatched = new CountDownLatch(1);
		this.bridge.handle(MARKER, dispatched::countDown);
		this.posix.kill((int) ProcessHandle.current().pid(), MARKER_NUMBER);
		dispatched.await(PATIENCE, TimeUnit.MILLISECONDS);
		for (Thread thread : Thread.getAllStackTraces().keySet()) {
			if (thread.getName().startsWith("SIG") && thread.getName().endsWith(" handler")) {
				thread.join(PATIENCE);
			}
		}
	}

	/**
	 * The signals that were held back and have arrived.
	 * @return those that wait
	 */
	public Set<ProcessSignal> pending() throws PosixException {
		Set<Integer> pending = this.posix.sigpending();
		return this.handled.stream()
			.filter((signal) -> pending.contains(signal.number()))
			.collect(Collectors.toUnmodifiableSet());
	}

	/**
	 * Prepare the signals held back for exec. Those that wait go on waiting.
	 */
	public void ignoreHeldBack() throws PosixException {
		for (ProcessSignal signal : this.handled) {
			try {
				this.posix.sigignore(signal.number());
			}
			catch (PosixException ex) {
				// No process to be had: better without those that wait than not at all.
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
