package io.jdaemon.launch;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

import io.jdaemon.output.OutputException;
import io.jdaemon.output.StandardStreams;
import io.jdaemon.pidfile.PidFile;
import io.jdaemon.posix.Posix;
import io.jdaemon.posix.SpawnRequest;
import io.jdaemon.process.ChildDescriptors;
import io.jdaemon.process.ChildProcess;
import io.jdaemon.process.ExitStatus;
import io.jdaemon.process.InheritedState;
import io.jdaemon.process.InheritedState.Descriptors;
import io.jdaemon.process.InheritedState.History;
import io.jdaemon.process.InheritedState.SignalSets;
import io.jdaemon.process.ListenDescriptor;
import io.jdaemon.process.ProcessImage;
import io.jdaemon.process.ReadyPipe;
import io.jdaemon.settings.Settings;
import io.jdaemon.settings.StartException;
import io.jdaemon.settings.StartFailures;
import io.jdaemon.signals.ProcessSignal;
import io.jdaemon.signals.SignalMasks;
import io.jdaemon.signals.Signals;
import io.jdaemon.sockets.ManagerSockets;
import io.jdaemon.systemd.ListenFds;
import org.jspecify.annotations.Nullable;

/**
 * The process that the operator started: starts the daemon and leaves the waiting to a
 * {@link LaunchWatcher}.
 */
public final class Launcher {

	// The first descriptor above the standard streams
	private static final int FIRST_DESCRIPTOR = 3;

	private static final Set<ProcessSignal> TERMINATION_SIGNALS = EnumSet.of(ProcessSignal.HUP, ProcessSignal.INT,
			ProcessSignal.TERM);

	// JVM options that open a port, or may do so, before the application starts
	private static final Pattern LISTENING = Pattern
		.compile("-(javaagent|agentlib|agentpath|Xrun|Dcom\\.sun\\.management\\.).*");

	private static final int ATTEMPTS = 100;

	private final Posix posix;

	private final ProcessImage image;

	private final Settings settings;

	private final Instant startedAt;

	private final List<String> jvmOptions;

	private final LaunchReport report;

	private final PrintStream err;

	private final Progress progress;

	private final SignalMasks masks;

	private volatile @Nullable ProcessSignal interruptedBy;

	/**
	 * Prepare a launch.
	 * @param image the image to start: that of this process
	 * @param settings the settings
	 * @param startedAt when this process was started
	 * @param jvmOptions the options of this JVM
	 * @param report how the result is printed
	 * @param err where to report that the start was interrupted
	 * @throws StartException if proc(5) is not mounted
	 */
	public Launcher(Posix posix, ProcessImage image, Settings settings, Instant startedAt, List<String> jvmOptions,
			LaunchReport report, PrintStream err) throws StartException {
		this.posix = posix;
		this.image = image;
		this.settings = settings;
		this.startedAt = startedAt;
		this.jvmOptions = jvmOptions;
		this.report = report;
		this.err = err;
		this.progress = new Progress(settings.name());
		try {
			this.masks = SignalMasks.read();
		}
		catch (IOException ex) {
			throw StartFailures.system(ex);
		}
	}

	/**
	 * Start the daemon and become a shell that waits for it. A start that fails leaves
	 * nothing behind.
	 * @return the exit status; the method returns only if a signal has interrupted the
	 * start
	 * @throws StartException if nothing was started
	 */
	public int launch() throws StartException {
		try {
			Signals signals = new Signals(this.posix);
			installHandlers(signals);
			this.progress.show();
			LaunchPlan plan = LaunchPlan.prepare(this.posix, this.image, this.settings);
			PidFile pidFile = plan.claimPidFile();
			try {
				return launch(signals, plan, pidFile);
			}
			finally {
				if (pidFile != null) {
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
		catch (InterruptedException ex) {
			throw new IllegalStateException("The launcher was interrupted", ex);
		}
		finally {
			this.progress.clear();
		}
	}

	// A signal that nohup or a shell has set to be ignored does not interrupt the start.
	private Set<ProcessSignal> terminationSignals() {
		Set<ProcessSignal> signals = EnumSet.copyOf(TERMINATION_SIGNALS);
		signals.removeAll(this.masks.ignoredSignals());
		return signals;
	}

	private void installHandlers(Signals signals) throws IOException, StartException {
		for (ProcessSignal signal : terminationSignals()) {
			try {
				signals.handle(signal, (received) -> this.interruptedBy = received);
			}
			catch (IllegalArgumentException ex) {
				throw StartFailures.reservedSignal(signal, ex);
			}
		}
	}

	private int launch(Signals signals, LaunchPlan plan, @Nullable PidFile pidFile)
			throws IOException, InterruptedException, StartException {
		try (StandardStreams.OpenStreams open = plan.streams().openForStart()) {
			int[] pipe = this.posix.pipe();
			boolean stopped = this.jvmOptions.stream().anyMatch(LISTENING.asMatchPredicate());
			ChildProcess daemon = spawn(signals, plan, open, pipe[1], pidFile, stopped);
			this.posix.close(pipe[1]);
			// If this process cannot become the shell that waits, the daemon is killed.
			try {
				LaunchWatcher watcher = new LaunchWatcher(plan, this.report, daemon, pipe[0], open, pidFile);
				try {
					return becomeShell(watcher.prepareExec(stopped), signals);
				}
				finally {
					watcher.end();
				}
			}
			finally {
				daemon.killGroup();
				daemon.reap();
			}
		}
	}

	private ChildProcess spawn(Signals signals, LaunchPlan plan, StandardStreams.OpenStreams open, int ready,
			@Nullable PidFile pidFile, boolean stopped) throws IOException, StartException {
		Set<ProcessSignal> held = this.settings.handledSignals();
		ChildDescriptors child = new ChildDescriptors(open);
		Descriptors descriptors = new Descriptors(OptionalInt.of(child.add(ready)),
				(pidFile != null) ? OptionalInt.of(child.add(pidFile.descriptor())) : OptionalInt.empty(),
				OptionalInt.empty(), OptionalInt.empty(), List.of(), child.addAll(activatedSockets()));
		InheritedState state = new InheritedState(ReadyPipe.recipient(this.posix, ready),
				new History(true, 0, this.startedAt, Optional.empty(), plan.launchDirectory(), List.of(), false),
				descriptors, new SignalSets(held, Set.of()));
		ProcessImage next = plan.warm(state);
		SpawnRequest request = new SpawnRequest(next.executable(), next.arguments(), next.environment(), child.list(),
				ProcessSignal.numbers(held), plan.runAs().credentials(), plan.directoryBytes());
		// The daemon inherits which signals are ignored here; see Signals.
		for (ProcessSignal signal : held) {
			signals.ignore(signal);
		}
		try {
			return stopped ? spawnStopped(request) : ChildProcess.spawn(this.posix, request);
		}
		finally {
			Set<ProcessSignal> reset = EnumSet.noneOf(ProcessSignal.class);
			reset.addAll(held);
			reset.removeAll(TERMINATION_SIGNALS);
			reset.removeAll(this.masks.ignoredSignals());
			for (ProcessSignal signal : reset) {
				signals.reset(signal);
			}
			installHandlers(signals);
		}
	}

	// Their address is taken, even for the daemon, as long as systemd has them open.
	private List<ListenDescriptor> activatedSockets() {
		return new ManagerSockets(this.posix, ListenFds.read(System.getenv(), ProcessHandle.current().pid(), List.of()))
			.listening();
	}

	// An agent of the daemon's JVM opens the same port as that of this JVM. So the daemon
	// stays stopped until this JVM is gone.
	private ChildProcess spawnStopped(SpawnRequest request) throws IOException {
		for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
			ChildProcess child = ChildProcess.spawn(this.posix, request);
			if (child.stopBeforeJvm()) {
				return child;
			}
			child.killGroup();
			child.reap();
		}
		throw new IOException("a process could not be stopped in time, " + ATTEMPTS + " times");
	}

	private int becomeShell(Posix.Exec exec, Signals signals) throws IOException, InterruptedException {
		this.posix.closeOnExecFrom(FIRST_DESCRIPTOR);
		this.posix.sigsetmask(this.masks.blockedNumbers());
		// From here until the shell has set its traps, a signal kills this process. The
		// watcher notices that and terminates the start.
		for (ProcessSignal signal : terminationSignals()) {
			signals.reset(signal);
		}
		signals.awaitHandled();
		ProcessSignal signal = this.interruptedBy;
		if (signal != null) {
			this.progress.clear();
			this.err.println("The start of " + this.settings.name() + " was interrupted by signal " + signal.number()
					+ " and was terminated");
			return ExitStatus.signaled(signal.number());
		}
		exec.run();
		throw new IllegalStateException("execve(2) has returned");
	}

}
