package io.jdaemon.process;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.jdaemon.posix.Posix;

/**
 * Replaces the image of this process by the next one: execve(2) with the arguments,
 * environment, directory, limits and signal mask that this image was started with.
 */
public final class Reexec {

	private static final int FIRST_INHERITABLE = 3;

	private final Posix posix;

	private final Image image;

	private final Signals signals;

	private final SoftLimits limits;

	private final Set<Integer> blockedAtStart;

	/**
	 * Remember how this image was started.
	 * @param posix the system calls
	 * @param image what to start next
	 * @param signals the signals of this process
	 * @param blockedAtStart the numbers of the signals that whoever started the process
	 * had blocked
	 * @throws IOException if the limits cannot be read
	 */
	public Reexec(Posix posix, Image image, Signals signals, Set<Integer> blockedAtStart) throws IOException {
		this.posix = posix;
		this.image = image;
		this.signals = signals;
		this.limits = SoftLimits.read(posix);
		this.blockedAtStart = Set.copyOf(blockedAtStart);
	}

	/**
	 * Replace the image.
	 * @param handoff what to tell the next one
	 * @param kept the descriptors above 2 that stay open
	 * @param cancel asked once every signal that arrived has been handled or waits
	 * @throws IOException if the kernel refuses
	 * @throws InterruptedException if the calling thread is interrupted
	 */
	public void exec(Handoff handoff, List<Integer> kept, Cancel cancel) throws IOException, InterruptedException {
		Image next = this.image.withHandoff(handoff);
		Posix.Exec exec = this.posix.prepareExec(next.executable(), next.arguments(), next.environment());
		this.posix.closeOnExecFrom(FIRST_INHERITABLE);
		for (int descriptor : kept) {
			this.posix.closeOnExec(descriptor, false);
		}
		this.limits.restore();
		this.posix.chdir(next.workingDirectory());
		this.signals.holdBack();
		Set<Integer> mask = new HashSet<>(this.blockedAtStart);
		mask.addAll(ProcessSignal.numbers(this.signals.handled()));
		this.posix.sigsetmask(mask);
		if (!cancel.test(this.signals.pending())) {
			this.signals.ignoreHeldBack();
			exec.run();
		}
	}

	/** Whether to stay after all. */
	@FunctionalInterface
	public interface Cancel {

		/**
		 * Decide.
		 * @param pending the signals that wait
		 * @return whether not to exec
		 */
		boolean test(Set<ProcessSignal> pending);

	}

}
