package io.jdaemon.rehearsal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

import io.jdaemon.output.StandardStreams;
import io.jdaemon.posix.Credentials;
import io.jdaemon.posix.OpenFlag;
import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixException;
import io.jdaemon.posix.Reason;
import io.jdaemon.posix.SpawnRequest;
import io.jdaemon.posix.WaitStatus;
import io.jdaemon.process.ChildProcess;
import io.jdaemon.process.ProcessImage;
import io.jdaemon.process.ReadyPipe;
import org.jspecify.annotations.Nullable;

/**
 * {@link Rehearsal} in a process of its own: in a session of its own, at low priority,
 * and with no descriptor of this process but its standard streams and two pipes.
 */
public final class PosixRehearsal implements Rehearsal {

	// Of the new process: what follows the standard streams
	private static final int RESULT = 3;

	private static final int LIFE = 4;

	private static final int NICE = 10;

	// A third of the processor time of another session, so that it does not starve on a
	// busy machine.
	private static final String AUTOGROUP_NICE = "5";

	// Of what is left of the memory, the kernel takes that of this process first.
	private static final String FIRST_VICTIM = "1000";

	private static final int LONGEST_MESSAGE = 4096;

	private final Posix posix;

	private final ProcessImage image;

	private final Optional<String> launchDirectory;

	private final @Nullable Credentials credentials;

	private final byte @Nullable [] directory;

	private final Duration ending;

	private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.NEW);

	// Set before the phase is RUNNING
	private volatile @Nullable ChildProcess process;

	/**
	 * Create the rehearsal of an image with the credentials and the working directory of
	 * this process.
	 * @param image the image to start
	 * @param launchDirectory the directory that relative paths in settings are relative
	 * to, if it is not the working directory
	 */
	public PosixRehearsal(Posix posix, ProcessImage image, Optional<String> launchDirectory) {
		this(posix, image, launchDirectory, null, null, Duration.ZERO);
	}

	/**
	 * Create the rehearsal of an image.
	 * @param image the image to start
	 * @param launchDirectory the directory that relative paths in settings are relative
	 * to, if it is not the working directory
	 * @param credentials what it runs as, {@code null} for the credentials of this
	 * process
	 * @param directory its working directory, {@code null} for that of this process
	 * @param ending how long it may take to end after its context was complete, beyond
	 * the limit of its run
	 */
	public PosixRehearsal(Posix posix, ProcessImage image, Optional<String> launchDirectory,
			@Nullable Credentials credentials, byte @Nullable [] directory, Duration ending) {
		this.posix = posix;
		this.image = image;
		this.launchDirectory = launchDirectory;
		this.credentials = credentials;
		this.directory = directory;
		this.ending = ending;
	}

	@Override
	public RehearsalResult run(Duration limit) {
		List<Integer> open = new ArrayList<>();
		try {
			return run(limit, open);
		}
		catch (IOException ex) {
			return new RehearsalResult.Failed("it cannot be rehearsed: " + Reason.of(ex), 1, false, "");
		}
		finally {
			// The end of the life pipe is the end of a process that is left.
			open.forEach(this.posix::close);
		}
	}

	private RehearsalResult run(Duration limit, List<Integer> open) throws IOException {
		if (this.phase.get() == Phase.CANCELLED) {
			return new RehearsalResult.Cancelled();
		}
		int input = opened(open, this.posix.open(StandardStreams.DEV_NULL, 0, OpenFlag.RDWR));
		KeptOutput output = KeptOutput.create(this.posix, input);
		open.addAll(output.descriptors());
		int[] result = this.posix.pipe();
		open.add(result[0]);
		int[] life = pipe(result[1]);
		open.add(life[1]);
		long start = this.posix.monotonicMicros();
		ChildProcess child;
		try {
			child = spawn(List.of(input, output.target(), output.target(), result[1], life[0]), new RehearsalVariable(
					ReadyPipe.recipient(this.posix, result[1]), RESULT, LIFE, this.launchDirectory));
		}
		finally {
			this.posix.close(result[1]);
			this.posix.close(life[0]);
		}
		boolean late = !endsWithin(limit, child);
		RehearsalMessage message = message(result[0]);
		late = late && (message.completeAt().isEmpty() || !endsWithin(this.ending, child));
		WaitStatus status = reap(child);
		if (this.phase.get() != Phase.ENDED) {
			return new RehearsalResult.Cancelled();
		}
		if (message == RehearsalMessage.NONE) {
			message = message(result[0]);
		}
		return new Verdict(message, status, late ? limit : null, output.text()).result(start);
	}

	private static int opened(List<Integer> open, int descriptor) {
		open.add(descriptor);
		return descriptor;
	}

	private int[] pipe(int unused) throws IOException {
		try {
			return this.posix.pipe();
		}
		catch (IOException ex) {
			this.posix.close(unused);
			throw ex;
		}
	}

	private ChildProcess spawn(List<Integer> descriptors, RehearsalVariable variable) throws IOException {
		ProcessImage rehearsed = RehearsalImage.of(this.image, variable);
		ChildProcess child = ChildProcess.spawn(this.posix,
				new SpawnRequest(rehearsed.executable(), rehearsed.arguments(), rehearsed.environment(), descriptors,
						Set.of(), this.credentials, this.directory));
		this.process = child;
		if (!this.phase.compareAndSet(Phase.NEW, Phase.RUNNING)) {
			child.killGroup();
		}
		yieldToOthers(child.pid());
		return child;
	}

	// Its JVM does not exist yet, and will have all of this. With autogroups, the
	// priority of a thread counts within its session only; see sched(7).
	private void yieldToOthers(int pid) {
		try {
			this.posix.setpriority(pid, NICE);
			Files.writeString(Path.of("/proc/" + pid + "/oom_score_adj"), FIRST_VICTIM);
			Files.writeString(Path.of("/proc/" + pid + "/autogroup"), AUTOGROUP_NICE);
		}
		catch (IOException ex) {
			// The kernel has no autogroups, or the process has ended.
		}
	}

	private static boolean endsWithin(Duration limit, ChildProcess child) {
		try {
			child.onExit().get(limit.toNanos(), TimeUnit.NANOSECONDS);
			return true;
		}
		catch (TimeoutException | InterruptedException ex) {
			return false;
		}
		catch (ExecutionException ex) {
			// ECHILD: other code in this process has reaped it.
			return true;
		}
	}

	// Also what the process has left behind in its group
	private WaitStatus reap(ChildProcess child) throws PosixException {
		child.killGroup();
		this.posix.awaitExit(child.pid());
		if (!this.phase.compareAndSet(Phase.RUNNING, Phase.ENDED)) {
			while (this.phase.get() == Phase.CANCELLING) {
				Thread.onSpinWait();
			}
		}
		return child.reap();
	}

	private RehearsalMessage message(int pipe) {
		try {
			this.posix.blocking(pipe, false);
			return RehearsalMessage.parse(this.posix.read(pipe, LONGEST_MESSAGE));
		}
		catch (PosixException ex) {
			// EAGAIN: a process that it has started has the pipe, and has written
			// nothing.
			return RehearsalMessage.NONE;
		}
	}

	// The ID of the process belongs to it until it is reaped, so a running one is reaped
	// after this only.
	@Override
	public void cancel() {
		ChildProcess running = this.process;
		if (this.phase.compareAndSet(Phase.RUNNING, Phase.CANCELLING) && running != null) {
			running.killGroup();
			this.phase.set(Phase.CANCELLED);
		}
		else {
			this.phase.compareAndSet(Phase.NEW, Phase.CANCELLED);
		}
	}

	private enum Phase {

		NEW, RUNNING, CANCELLING, CANCELLED, ENDED

	}

}
