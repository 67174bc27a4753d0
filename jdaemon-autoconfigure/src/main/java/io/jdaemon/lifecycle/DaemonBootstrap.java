package io.jdaemon.lifecycle;

import java.io.IOException;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

import io.jdaemon.DaemonInfo;
import io.jdaemon.RestartResult;
import io.jdaemon.output.StandardStreams;
import io.jdaemon.pidfile.PidFile;
import io.jdaemon.posix.Posix;
import io.jdaemon.process.ChildProcess;
import io.jdaemon.process.InheritedState;
import io.jdaemon.process.PredecessorPipe;
import io.jdaemon.process.ProcessImage;
import io.jdaemon.process.ReadyPipe;
import io.jdaemon.restart.PosixRestartControl;
import io.jdaemon.restart.ProcessResources;
import io.jdaemon.restart.Reexec;
import io.jdaemon.restart.RestartPreflight;
import io.jdaemon.restart.SuccessorLauncher;
import io.jdaemon.settings.Settings;
import io.jdaemon.settings.StartException;
import io.jdaemon.settings.StartFailures;
import io.jdaemon.shutdown.Application;
import io.jdaemon.signals.ProcessSignal;
import io.jdaemon.signals.SignalAction;
import io.jdaemon.signals.SignalMasks;
import io.jdaemon.signals.Signals;
import io.jdaemon.sockets.ListeningSockets;
import io.jdaemon.status.RequestFile;
import io.jdaemon.status.Status;
import io.jdaemon.status.StatusFile;
import io.jdaemon.status.StatusFormat;
import org.jspecify.annotations.Nullable;

/**
 * Establishes the lifecycle of this process, be it a daemon that was just spawned, the
 * next image of one, or a process in the foreground. The order matters: first the
 * handlers, then the PID file, which tells the world whom to signal, and last the signals
 * that have waited are let in.
 */
public final class DaemonBootstrap {

	private final Posix posix;

	private final ProcessImage image;

	private final Settings settings;

	private final @Nullable InheritedState handoff;

	private final ListeningSockets sockets;

	/**
	 * Prepare.
	 * @param posix the system calls
	 * @param image what exec started, and will start again
	 * @param settings the settings
	 * @param handoff what the previous image told this one, if there was one
	 */
	public DaemonBootstrap(Posix posix, ProcessImage image, Settings settings, Optional<InheritedState> handoff) {
		this.posix = posix;
		this.image = image;
		this.settings = settings;
		this.handoff = handoff.orElse(null);
		this.sockets = new ListeningSockets(posix, handoff.map(InheritedState::sockets).orElse(List.of()));
	}

	/**
	 * Establish the lifecycle.
	 * @param info facts about the process
	 * @param application the application in it
	 * @param classPath the class path, for the preflight of a restart
	 * @return the lifecycle, at work
	 * @throws StartException if the process cannot have what it needs
	 */
	public Lifecycle establish(DaemonInfo info, Application application, String classPath) throws StartException {
		Integer umask = this.settings.attributes().umask();
		if (umask != null) {
			this.posix.umask(umask);
		}
		PidFile pidFile = pidFile();
		try {
			return establish(info, application, classPath, pidFile);
		}
		catch (IOException ex) {
			release(pidFile);
			throw StartFailures.system(ex);
		}
		catch (StartException ex) {
			release(pidFile);
			throw ex;
		}
	}

	private Lifecycle establish(DaemonInfo info, Application application, String classPath, @Nullable PidFile pidFile)
			throws IOException, StartException {
		reapOrphans();
		this.sockets.closeOnExec();
		SignalMasks masks = SignalMasks.read();
		Set<ProcessSignal> ignored = ignoredAtStart(masks);
		Signals signals = new Signals(this.posix);
		Reexec reexec = new Reexec(this.posix, this.image, signals, blockedAtStart(masks));
		StatusFile page = statusPage();
		ProcessResources holdings = new ProcessResources(page, RequestFile.create(this.posix), pidFile, streams(),
				readyPipe(), this.sockets, predecessor());
		PosixProcessControl process = new PosixProcessControl(info, holdings, signals);
		PosixRestartControl restart = new PosixRestartControl(info, holdings, signals, this.settings.signals(), ignored,
				new RestartPreflight(this.posix, this.image, classPath), reexec,
				new SuccessorLauncher(this.posix, this.image, info, holdings, this.settings.handledSignals(), origin()),
				origin());
		Status status = Status.starting(info, actedOn(ignored), page.read().flatMap(StatusFormat::parse).orElse(null),
				lastRestart(info));
		Lifecycle lifecycle = new Lifecycle(process, restart, application, this.settings, status);
		install(signals, ignored, lifecycle);
		process.report(status);
		if (!process.hasPredecessor()) {
			publish(pidFile, info.pid());
		}
		signals.unblock(held());
		lifecycle.start();
		return lifecycle;
	}

	/**
	 * The listening sockets of this process.
	 * @return those that servers take over and keep
	 */
	public ListeningSockets sockets() {
		return this.sockets;
	}

	/**
	 * Give up what the previous image handed over: there will be no daemon.
	 * @param posix the system calls
	 * @param handoff what it told this one
	 * @throws StartException if the kernel refuses
	 */
	public static void abandon(Posix posix, InheritedState handoff) throws StartException {
		try {
			Signals signals = new Signals(posix);
			for (ProcessSignal signal : handoff.held()) {
				signals.reset(signal);
			}
			handoff.status().ifPresent(posix::close);
			handoff.sockets().forEach((socket) -> posix.close(socket.descriptor()));
			handoff.predecessor().ifPresent(posix::close);
			if (handoff.pidFile().isPresent()) {
				PidFile.of(posix, handoff.pidFile().getAsInt()).release();
			}
			signals.unblock(handoff.held());
		}
		catch (IOException ex) {
			throw StartFailures.system(ex);
		}
	}

	private static void release(@Nullable PidFile pidFile) {
		if (pidFile != null) {
			try {
				pidFile.release();
			}
			catch (IOException ex) {
				// the failure that led here is the one to report
			}
		}
	}

	// The children of the previous image are this one's now, and nobody else waits for
	// them. This image has none of its own yet.
	private void reapOrphans() {
		if (this.handoff != null && this.handoff.generation() > 0) {
			ProcessHandle.current()
				.children()
				.forEach((child) -> ChildProcess.inherited(this.posix, (int) child.pid()).reapOnExit());
		}
	}

	private Set<ProcessSignal> held() {
		return (this.handoff != null) ? this.handoff.held() : Set.of();
	}

	private @Nullable PidFile pidFile() throws StartException {
		String path = this.settings.pidFile();
		OptionalInt descriptor = (this.handoff != null) ? this.handoff.pidFile() : OptionalInt.empty();
		try {
			PidFile inherited = null;
			if (descriptor.isPresent()) {
				if (path != null) {
					inherited = PidFile.inherited(this.posix, path, descriptor.getAsInt());
				}
				if (inherited == null) {
					// The setting has changed over the restart, or somebody has removed
					// the file.
					PidFile.of(this.posix, descriptor.getAsInt()).release();
				}
			}
			return (inherited != null || path == null) ? inherited : PidFile.claim(this.posix, path);
		}
		catch (IOException ex) {
			throw StartFailures.pidFile(this.settings, String.valueOf(path), ex);
		}
	}

	private void publish(@Nullable PidFile pidFile, long pid) throws StartException {
		if (pidFile != null) {
			try {
				pidFile.publish(pid);
			}
			catch (IOException ex) {
				throw StartFailures.pidFile(this.settings, pidFile.path(), ex);
			}
		}
	}

	private StatusFile statusPage() throws IOException {
		return (this.handoff != null && this.handoff.status().isPresent())
				? StatusFile.inherited(this.posix, this.handoff.status().getAsInt()) : StatusFile.create(this.posix);
	}

	private Map<SignalAction, ProcessSignal> actedOn(Set<ProcessSignal> ignored) {
		Map<SignalAction, ProcessSignal> signals = new EnumMap<>(SignalAction.class);
		for (SignalAction action : List.of(SignalAction.STOP, SignalAction.RESTART, SignalAction.REOPEN)) {
			this.settings.signalFor(action, ignored).ifPresent((signal) -> signals.put(action, signal));
		}
		return signals;
	}

	private @Nullable StandardStreams streams() {
		if (!this.settings.detached()) {
			return null;
		}
		StandardStreams streams = new StandardStreams(this.posix, this.settings.out(), this.settings.err());
		if (this.handoff != null && this.handoff.generation() > 0) {
			try {
				// The settings may name other files by now, and logrotate may have come
				// just before exec.
				streams.reopen();
			}
			catch (IOException ex) {
				System.err.println("The output files stay as they were: " + ex.getMessage());
			}
		}
		return streams;
	}

	private Optional<String> origin() {
		return Optional.ofNullable(this.handoff).flatMap(InheritedState::origin);
	}

	private @Nullable PredecessorPipe predecessor() throws IOException {
		return (this.handoff != null && this.handoff.predecessor().isPresent())
				? PredecessorPipe.inherited(this.posix, this.handoff.predecessor().getAsInt()) : null;
	}

	private @Nullable ReadyPipe readyPipe() throws IOException {
		return (this.handoff != null && this.handoff.ready().isPresent())
				? ReadyPipe.inherited(this.posix, this.handoff.ready().getAsInt()) : null;
	}

	// In the foreground a signal that was ignored at the start stays so: a shell or nohup
	// has its reasons, and the JVM follows the same rule.
	private Set<ProcessSignal> ignoredAtStart(SignalMasks masks) {
		if (this.settings.detached()) {
			return Set.of();
		}
		return (this.handoff != null) ? this.handoff.ignored() : masks.ignoredSignals();
	}

	private Set<Integer> blockedAtStart(SignalMasks masks) {
		Set<Integer> blocked = new HashSet<>(masks.blockedNumbers());
		blocked.removeAll(ProcessSignal.numbers(held()));
		return blocked;
	}

	private @Nullable RestartResult lastRestart(DaemonInfo info) {
		return (this.handoff == null) ? null
				: this.handoff.restartedBy()
					.map((requestedBy) -> RestartResult.completed(requestedBy, info.startedAt()))
					.orElse(null);
	}

	private void install(Signals signals, Set<ProcessSignal> ignored, Lifecycle lifecycle)
			throws IOException, StartException {
		for (ProcessSignal signal : ProcessSignal.values()) {
			SignalAction action = this.settings.signals().getOrDefault(signal, SignalAction.DEFAULT);
			switch (action) {
				case IGNORE -> signals.ignore(signal);
				case DEFAULT -> {
					if (held().contains(signal)) {
						signals.reset(signal);
					}
				}
				default -> {
					if (!ignored.contains(signal)) {
						handle(signals, signal, action, lifecycle);
					}
				}
			}
		}
	}

	private void handle(Signals signals, ProcessSignal signal, SignalAction action, Lifecycle lifecycle)
			throws IOException, StartException {
		try {
			signals.handle(signal, (received) -> lifecycle.signaled(action, "SIG" + received.name()));
		}
		catch (IllegalArgumentException ex) {
			throw StartFailures.reservedSignal(signal, ex);
		}
	}

}
