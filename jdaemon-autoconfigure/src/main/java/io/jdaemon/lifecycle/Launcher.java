package io.jdaemon.lifecycle;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.jdaemon.posix.OpenFlag;
import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixException;
import io.jdaemon.posix.SpawnRequest;
import io.jdaemon.posix.WaitStatus;
import io.jdaemon.process.ChildProcess;
import io.jdaemon.process.Handoff;
import io.jdaemon.process.Image;
import io.jdaemon.process.OutputException;
import io.jdaemon.process.PidFile;
import io.jdaemon.process.ProcessSignal;
import io.jdaemon.process.ReadyPipe;
import io.jdaemon.process.SignalMasks;
import io.jdaemon.process.Signals;
import io.jdaemon.process.StandardStreams;
import org.jspecify.annotations.Nullable;

/**
 * What the operator typed: starts the daemon, waits until it is ready, and tells the
 * truth about it.
 */
public final class Launcher {

	// The descriptors of the daemon above the standard streams.
	private static final int READY_DESCRIPTOR = 3;

	private static final int PID_FILE_DESCRIPTOR = 4;

	private static final Set<ProcessSignal> ENDING = EnumSet.of(ProcessSignal.HUP, ProcessSignal.INT,
			ProcessSignal.TERM);

	// For a start that is ended: what the daemon gets to close, before it is killed.
	private static final Duration GRACE = Duration.ofSeconds(5);

	// For the pipe of a process that has ended; somebody else may hold it open.
	private static final Duration LAST_WORD = Duration.ofSeconds(1);

	private final Posix posix;

	private final Image image;

	private final Settings settings;

	private final Instant startedAt;

	private final PrintStream out;

	private final PrintStream err;

	private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

	/**
	 * Prepare a launch.
	 * @param posix the system calls
	 * @param image what to start: this process's own image
	 * @param settings the settings
	 * @param startedAt when the operator typed
	 * @param out where to report success
	 * @param err where to report failure
	 */
	public Launcher(Posix posix, Image image, Settings settings, Instant startedAt, PrintStream out, PrintStream err) {
		this.posix = posix;
		this.image = image;
		this.settings = settings;
		this.startedAt = startedAt;
		this.out = out;
		this.err = err;
	}

	/**
	 * Start the daemon and wait until it is ready. A start that does not get there leaves
	 * nothing behind.
	 * @return the status to exit with
	 * @throws StartException if nothing was started
	 */
	public int launch() throws StartException {
		try {
			Signals signals = new Signals(this.posix);
			Set<ProcessSignal> ignored = SignalMasks.read().ignoredSignals();
			listen(signals, ignored);
			Birth birth = Birth.prepare(this.posix, this.image, this.settings);
			PidFile pidFile = birth.claim();
			int status = ExitStatus.FAILED.number();
			try {
				status = launch(signals, ignored, birth, pidFile);
				return status;
			}
			finally {
				if (pidFile != null && status != ExitStatus.DONE.number()) {
					pidFile.release();
				}
			}
		}
		catch (OutputException ex) {
			throw StartFailures.output(this.settings, ex);
		}
		catch (IOException ex) {
			throw StartFailures.system(ex);
		}
	}

	// What nohup or a shell has set to be ignored does not end the start.
	private void listen(Signals signals, Set<ProcessSignal> ignored) throws IOException, StartException {
		for (ProcessSignal signal : ENDING) {
			if (ignored.contains(signal)) {
				continue;
			}
			try {
				signals.handle(signal, (received) -> this.events.add(new Event(EventType.SIGNAL, received.number())));
			}
			catch (IllegalArgumentException ex) {
				throw StartFailures.reservedSignal(signal, ex);
			}
		}
	}

	private int launch(Signals signals, Set<ProcessSignal> ignored, Birth birth, @Nullable PidFile pidFile)
			throws IOException, StartException {
		StandardStreams streams = birth.streams();
		try (StandardStreams.Opened opened = streams.openForStart()) {
			int[] pipe = this.posix.pipe();
			ChildProcess daemon = spawn(signals, ignored, birth, opened, pipe[1], pidFile);
			this.posix.close(pipe[1]);
			watch(daemon, ReadyPipe.reader(this.posix, pipe[0]));
			Event event = outcome();
			if (event.type == EventType.READY) {
				this.out.println(success(daemon, streams));
				return ExitStatus.DONE.number();
			}
			return end(event, daemon, opened, streams);
		}
	}

	private ChildProcess spawn(Signals signals, Set<ProcessSignal> ignored, Birth birth, StandardStreams.Opened opened,
			int ready, @Nullable PidFile pidFile) throws IOException, StartException {
		Set<ProcessSignal> held = this.settings.handledSignals();
		String pipeName = new String(this.posix.readlink("/proc/self/fd/" + ready), StandardCharsets.US_ASCII);
		Handoff handoff = new Handoff(pipeName, true, 0, this.startedAt, OptionalInt.of(READY_DESCRIPTOR),
				(pidFile != null) ? OptionalInt.of(PID_FILE_DESCRIPTOR) : OptionalInt.empty(), held, Set.of(),
				Optional.empty(), birth.origin());
		Image next = birth.image().withHandoff(handoff);
		int devNull = this.posix.open(StandardStreams.DEV_NULL, 0, OpenFlag.RDWR);
		List<Integer> descriptors = (pidFile != null)
				? List.of(devNull, opened.out(), opened.err(), ready, pidFile.descriptor())
				: List.of(devNull, opened.out(), opened.err(), ready);
		// The daemon takes over what is ignored here, see Signals.
		for (ProcessSignal signal : held) {
			signals.ignore(signal);
		}
		try {
			return ChildProcess.spawn(this.posix,
					new SpawnRequest(next.executable(), next.arguments(), next.environment(), descriptors,
							ProcessSignal.numbers(held), birth.credentials(), birth.directory()));
		}
		finally {
			for (ProcessSignal signal : held) {
				if (!ignored.contains(signal) && !ENDING.contains(signal)) {
					signals.reset(signal);
				}
			}
			listen(signals, ignored);
			this.posix.close(devNull);
		}
	}

	private void watch(ChildProcess daemon, ReadyPipe pipe) {
		daemon.onExit().whenComplete((none, failure) -> this.events.add(new Event(EventType.EXITED, 0)));
		Thread reader = new Thread(() -> {
			try {
				this.events.add(new Event(pipe.awaitReady() ? EventType.READY : EventType.CLOSED, 0));
			}
			catch (PosixException ex) {
				this.err.println("The daemon cannot be heard: " + ex.getMessage());
			}
		}, "jdaemon-ready");
		reader.setDaemon(true);
		reader.start();
	}

	// The end of a process may be known before its last word has been read.
	private Event outcome() {
		Deadline deadline = Deadline.after(this.settings.startupTimeout());
		boolean closed = false;
		while (true) {
			Event event = next(deadline);
			if (event.type == EventType.CLOSED) {
				closed = true;
			}
			else if (event.type == EventType.EXITED && !closed) {
				Event last = next(Deadline.after(LAST_WORD));
				return (last.type == EventType.READY) ? last : event;
			}
			else {
				return event;
			}
		}
	}

	private Event next(Deadline deadline) {
		try {
			Event event = this.events.poll(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
			return (event != null) ? event : new Event(EventType.TIMEOUT, 0);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException("The launcher was interrupted", ex);
		}
	}

	private int end(Event event, ChildProcess daemon, StandardStreams.Opened opened, StandardStreams streams)
			throws IOException {
		if (event.type != EventType.EXITED) {
			daemon.terminate();
			awaitExit();
		}
		daemon.killGroup();
		WaitStatus status = daemon.reap();
		opened.replay(this.err);
		this.err.println(failure(event, status) + " (pid " + daemon.pid() + ", output "
				+ String.join(" and ", streams.paths()) + ")");
		return exitStatus(event, status);
	}

	// A second Ctrl-C kills at once.
	private void awaitExit() {
		Event event;
		do {
			event = next(Deadline.after(GRACE));
		}
		while (event.type == EventType.READY || event.type == EventType.CLOSED);
	}

	private String success(ChildProcess daemon, StandardStreams streams) {
		double seconds = Duration.between(this.startedAt, Instant.now()).toMillis() / 1000.0;
		String pidFile = this.settings.pidFile();
		return String.format(Locale.ROOT, "Started %s (pid %d) in %.1f s; output %s%s", this.settings.name(),
				daemon.pid(), seconds, String.join(" and ", streams.paths()),
				(pidFile != null) ? ", pid file " + pidFile : "");
	}

	private String failure(Event event, WaitStatus status) {
		String name = this.settings.name();
		return switch (event.type) {
			case TIMEOUT -> name + " was not ready within " + this.settings.startupTimeout().toSeconds()
					+ " s (jdaemon.startup-timeout) and has been ended";
			case SIGNAL ->
				"The start of " + name + " was interrupted by signal " + event.signal + " and has been ended";
			default -> name + " failed to start: it " + (status.signaled() ? "was killed by signal " + status.signal()
					: "ended with status " + status.shellStatus());
		};
	}

	private int exitStatus(Event event, WaitStatus status) {
		return switch (event.type) {
			case TIMEOUT -> ExitStatus.TIMED_OUT.number();
			case SIGNAL -> ExitStatus.signaled(event.signal);
			default -> (status.shellStatus() != 0) ? status.shellStatus() : ExitStatus.FAILED.number();
		};
	}

	/** What a launcher waits for. */
	private enum EventType {

		READY, CLOSED, EXITED, SIGNAL, TIMEOUT

	}

	/**
	 * What happened.
	 *
	 * @param type its kind
	 * @param signal the number of the signal, if it is one
	 */
	private record Event(EventType type, int signal) {

	}

}
