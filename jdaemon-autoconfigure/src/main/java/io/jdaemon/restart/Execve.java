package io.jdaemon.restart;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.jdaemon.posix.Posix;
import io.jdaemon.process.InheritedState;
import io.jdaemon.process.ProcessImage;
import io.jdaemon.process.ResourceLimits;
import io.jdaemon.signals.ProcessSignal;
import io.jdaemon.signals.Signals;
import io.jdaemon.warm.WarmStart;

/**
 * Replaces the image of this process by the next one: execve(2) with the arguments,
 * environment, working directory, limits and signal mask that this image was started
 * with.
 */
public final class Execve {

	private static final int FIRST_INHERITABLE = 3;

	private final Posix posix;

	private final ProcessImage image;

	private final WarmStart warm;

	private final Signals signals;

	private final ResourceLimits limits;

	private final Set<Integer> blockedAtStart;

	/**
	 * Record how this image was started.
	 * @param image the image to start next
	 * @param warm starts it with its cache
	 * @param signals the signals of this process
	 * @param blockedAtStart the numbers of the signals that were blocked when the process
	 * was started
	 * @throws IOException if the limits cannot be read
	 */
	public Execve(Posix posix, ProcessImage image, WarmStart warm, Signals signals, Set<Integer> blockedAtStart)
			throws IOException {
		this.posix = posix;
		this.image = image;
		this.warm = warm;
		this.signals = signals;
		this.limits = ResourceLimits.read(posix);
		this.blockedAtStart = Set.copyOf(blockedAtStart);
	}

	/**
	 * Prepare to replace the image. Everything that can be done, allocated or loaded in
	 * advance is done now, while the application is complete and its jar is the one that
	 * it was started from.
	 * @param state what to pass to the next image
	 * @param kept the descriptors above 2 that stay open
	 * @param cancel asked once every signal that has arrived is handled or pending
	 * @return the replacement
	 */
	public Replacement prepare(InheritedState state, List<Integer> kept, Cancel cancel) {
		ProcessImage next = this.warm.image(this.image, state);
		Posix.Exec exec = this.posix.prepareExec(next.executable(), next.arguments(), next.environment());
		return () -> replace(exec, kept, cancel);
	}

	private void replace(Posix.Exec exec, List<Integer> kept, Cancel cancel) throws IOException, InterruptedException {
		this.posix.closeOnExecFrom(FIRST_INHERITABLE);
		for (int descriptor : kept) {
			this.posix.closeOnExec(descriptor, false);
		}
		this.limits.restore();
		this.posix.chdir(this.image.workingDirectory());
		this.signals.holdBack();
		Set<Integer> mask = new HashSet<>(this.blockedAtStart);
		mask.addAll(ProcessSignal.numbers(this.signals.handled()));
		this.posix.sigsetmask(mask);
		this.signals.ignoreHeldBack();
		if (!cancel.test(this.signals.pending())) {
			exec.run();
		}
	}

	/** A prepared replacement of the image. */
	@FunctionalInterface
	public interface Replacement {

		/**
		 * Replace the image; returns only if that was cancelled.
		 * @throws InterruptedException if the calling thread is interrupted
		 */
		void run() throws IOException, InterruptedException;

	}

	/** Decides whether to cancel the replacement. */
	@FunctionalInterface
	public interface Cancel {

		/**
		 * Decide.
		 * @param pending the pending signals
		 * @return whether this image stays
		 */
		boolean test(Set<ProcessSignal> pending);

	}

}
