package io.jdaemon.lifecycle;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import io.jdaemon.DaemonInfo;
import io.jdaemon.Mode;
import io.jdaemon.RestartStrategy;
import io.jdaemon.log.LogTopic;
import io.jdaemon.output.LowerCase;
import io.jdaemon.pidfile.PidFile;
import io.jdaemon.posix.PathName;
import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixException;
import io.jdaemon.process.ChildProcess;
import io.jdaemon.process.InheritedState;
import io.jdaemon.process.InheritedState.Descriptors;
import io.jdaemon.process.InheritedState.History;
import io.jdaemon.process.ProcessImage;
import io.jdaemon.rehearsal.PosixRehearsal;
import io.jdaemon.restart.Execve;
import io.jdaemon.rehearsal.NextVersionRehearsal;
import io.jdaemon.restart.PosixRestartControl;
import io.jdaemon.restart.ProcessResources;
import io.jdaemon.restart.RestartPreflight;
import io.jdaemon.restart.SuccessorLauncher;
import io.jdaemon.settings.RehearsalMode;
import io.jdaemon.settings.Settings;
import io.jdaemon.settings.StartException;
import io.jdaemon.settings.StartFailures;
import io.jdaemon.shutdown.Application;
import io.jdaemon.shutdown.LifecycleLog;
import io.jdaemon.signals.SignalMasks;
import io.jdaemon.signals.Signals;
import io.jdaemon.sockets.KeptSockets;
import io.jdaemon.sockets.ManagerSockets;
import io.jdaemon.status.InstanceConfiguration;
import io.jdaemon.status.InstanceFacts;
import io.jdaemon.status.RestartResults;
import io.jdaemon.status.Status;
import io.jdaemon.status.StatusFile;
import io.jdaemon.status.StatusFormat;
import io.jdaemon.systemd.DescriptorStore;
import io.jdaemon.systemd.ListenFds;
import io.jdaemon.systemd.NotifySocket;
import io.jdaemon.systemd.ServiceManager;
import io.jdaemon.systemd.ServiceRole;
import io.jdaemon.systemd.TimeLimits;
import io.jdaemon.warm.RunningVersion;
import io.jdaemon.warm.WarmStart;
import org.jspecify.annotations.Nullable;

/**
 * Brings up the lifecycle of this process: a daemon that was just spawned, the next image
 * of one, or a process in the foreground. The order matters. First the handlers are
 * installed. Then the PID file is published, and from then on others may send signals.
 * Last, the pending signals are unblocked, and recorded until the lifecycle is started.
 */
public final class DaemonBootstrap {

	private final Posix posix;

	private final RunningVersion version;

	private final Settings settings;

	private final Holdings holdings;

	private final @Nullable InheritedState inherited;

	private final KeptSockets sockets;

	/**
	 * Create the bootstrap; nothing is changed before {@link #start}.
	 * @param version what a restart starts again
	 * @param settings the settings
	 * @param holdings what this process holds; the caller abandons it if the start fails
	 */
	public DaemonBootstrap(Posix posix, RunningVersion version, Settings settings, Holdings holdings) {
		this.posix = posix;
		this.version = version;
		this.settings = settings;
		this.holdings = holdings;
		this.inherited = holdings.inherited();
		Descriptors descriptors = (this.inherited != null) ? this.inherited.descriptors() : Descriptors.NONE;
		this.sockets = new KeptSockets(posix, descriptors.sockets(), new ManagerSockets(posix,
				ListenFds.read(System.getenv(), ProcessHandle.current().pid(), descriptors.listen())));
	}

	/**
	 * Bring up the lifecycle.
	 * @param info facts about the process
	 * @param application the application in it
	 * @return the lifecycle, which handles events once it is started
	 * @throws StartException if the process cannot get what it needs
	 */
	public Lifecycle start(DaemonInfo info, Application application) throws StartException {
		Integer umask = this.settings.process().umask();
		if (umask != null) {
			this.posix.umask(umask);
		}
		try {
			reapOrphans();
			PidFile pidFile = this.holdings.claimPidFile(this.posix, this.settings);
			History history = history(info);
			ProcessResources resources = ProcessResources.adopt(this.posix, this.settings, this.inherited, pidFile,
					this.sockets, descriptorStore(history));
			this.holdings.hold(resources.statusFile());
			return start(info, history, application, resources);
		}
		catch (IOException ex) {
			throw StartFailures.system(ex);
		}
	}

	private DescriptorStore descriptorStore(History history) {
		Optional<NotifySocket> systemd = NotifySocket.find(this.posix, System.getenv())
			.filter((socket) -> history.notifies());
		return DescriptorStore.of(System.getenv(), systemd.orElse(null), this.sockets,
				this.inherited != null && this.inherited.descriptors().predecessor().isPresent());
	}

	private Lifecycle start(DaemonInfo info, History history, Application application, ProcessResources resources)
			throws IOException, StartException {
		SignalHandlers handlers = new SignalHandlers(this.settings, SignalMasks.read(), this.inherited);
		Signals signals = new Signals(this.posix);
		LifecycleLog log = new LifecycleLog(() -> block(signals), this::outputWritable);
		PosixProcessControl process = new PosixProcessControl(info, resources, signals,
				new Predecessors(this.posix, history.predecessors()), history.notifies(), log);
		ServiceManager manager = ServiceManager.of(this.posix, System.getenv(), role(history, process),
				new TimeLimits(this.settings.startupTimeout(), this.settings.stopTimeout(),
						this.settings.restart().drainTimeout()),
				application::alive, (line) -> log.warn(LogTopic.LIFECYCLE.entry(line)));
		ProcessImage image = this.version.typed();
		WarmStart warm = this.version.warmStart();
		String classPath = this.version.classPath();
		PosixRestartControl restart = new PosixRestartControl(info.pid(), history, resources, signals,
				this.settings.signals(), handlers.ignoredAtStart(), new RestartPreflight(this.posix, image, classPath),
				() -> NextVersionRehearsal.of(this.posix, image, warm,
						this.settings.restart().rehearsal() == RehearsalMode.REFRESH,
						(rehearsed, ending) -> new PosixRehearsal(this.posix, rehearsed, history.launchDirectory(),
								null, null, ending),
						log),
				new Execve(this.posix, image, warm, signals, handlers.blockedAtStart()),
				new SuccessorLauncher(this.posix, image, warm, info.pid(), history, resources, handlers.forSuccessor(),
						this.settings.restart().unsharedPorts()),
				manager, log);
		Status status = firstStatus(info, handlers, resources, history, process).with(facts(classPath, history))
			.with(configuration(history, restart.mayHandOver()));
		Lifecycle lifecycle = new Lifecycle(process, restart, application, this.settings, status, manager, log);
		this.holdings.hold(signals);
		handlers.install(signals, lifecycle);
		process.report(status);
		manager.published(status);
		if (!process.hasPredecessor()) {
			publish(resources.pidFile(), info.pid());
		}
		signals.unblock(handlers.held());
		return lifecycle;
	}

	private InstanceFacts facts(String classPath, History history) {
		String pidFile = this.settings.pidFile();
		String directory = launchDirectory(history);
		return new InstanceFacts(this.settings.name(), InstanceFacts.absolute(classPath, directory), directory,
				(pidFile != null) ? PathName.absolute(directory, pidFile) : null, this.settings.startupTimeout(),
				this.settings.stopTimeout(), history.predecessors());
	}

	private static Status firstStatus(DaemonInfo info, SignalHandlers handlers, ProcessResources resources,
			History history, PosixProcessControl process) {
		Status previous = resources.statusFile().read().flatMap(StatusFormat::parse).orElse(null);
		Status first = Status.starting(info, handlers.byAction(), previous);
		OptionalLong predecessor = process.hasPredecessor() ? OptionalLong.of(history.predecessors().get(0).pid())
				: OptionalLong.empty();
		Status continued = predecessor.stream()
			.mapToObj(StatusFile::of)
			.flatMap(Optional::stream)
			.map(StatusFormat::parse)
			.flatMap(Optional::stream)
			.map((status) -> first.with(status.restarts().counts()))
			.findFirst()
			.orElse(first);
		return history.cause()
			.map((cause) -> continued.with(RestartResults.completed(cause, predecessor)))
			.orElse(continued);
	}

	private InstanceConfiguration configuration(History history, boolean mayHandOver) {
		String directory = launchDirectory(history);
		boolean redirected = history.detached();
		RestartStrategy strategy = mayHandOver ? this.settings.restart().strategy() : RestartStrategy.EXEC;
		return new InstanceConfiguration(redirected ? PathName.absolute(directory, this.settings.out()) : null,
				redirected ? PathName.absolute(directory, this.settings.err()) : null, LowerCase.of(strategy),
				LowerCase.of(this.settings.restart().rehearsal()), this.settings.warm().on());
	}

	private String launchDirectory(History history) {
		return history.launchDirectory().orElseGet(() -> PathName.decode(this.version.typed().workingDirectory()));
	}

	private boolean outputWritable() {
		try {
			return this.posix.writable(1) && this.posix.writable(2);
		}
		catch (PosixException ex) {
			return true;
		}
	}

	private static void block(Signals signals) {
		try {
			signals.block();
		}
		catch (PosixException ex) {
			// The thread can receive signals, and is waited for before exec.
		}
	}

	private History history(DaemonInfo info) {
		return (this.inherited != null) ? this.inherited.history()
				: new History(info.mode() == Mode.DAEMON, info.generation(), info.daemonStartedAt(), Optional.empty(),
						Optional.empty(), List.of(), ServiceRole.of(System.getenv()) == ServiceRole.EXECUTED);
	}

	private ServiceRole role(History history, PosixProcessControl process) {
		if (!history.notifies()) {
			return ServiceRole.NONE;
		}
		return (this.inherited == null) ? ServiceRole.EXECUTED
				: process.hasPredecessor() ? ServiceRole.SUCCESSOR : ServiceRole.CONTINUED;
	}

	// The children of the previous image are now children of this one, and nothing else
	// waits for them. This image has no children of its own yet.
	private void reapOrphans() {
		if (this.inherited != null && this.inherited.history().generation() > 0) {
			ProcessHandle.current()
				.children()
				.forEach((child) -> ChildProcess.inherited(this.posix, (int) child.pid()).reapOnExit());
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

	/**
	 * The listening sockets of this process.
	 * @return the sockets that servers adopt and keep
	 */
	public KeptSockets sockets() {
		return this.sockets;
	}

}
