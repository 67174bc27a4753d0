package io.jdaemon.restart;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import io.jdaemon.RestartStrategy;
import io.jdaemon.log.LogTopic;
import io.jdaemon.output.StandardStreams;
import io.jdaemon.posix.Reason;
import io.jdaemon.process.InheritedSocket;
import io.jdaemon.process.InheritedState;
import io.jdaemon.process.InheritedState.Descriptors;
import io.jdaemon.process.InheritedState.History;
import io.jdaemon.process.InheritedState.SignalSets;
import io.jdaemon.process.RestartCause;
import io.jdaemon.rehearsal.Rehearsal;
import io.jdaemon.shutdown.LifecycleLog;
import io.jdaemon.signals.ProcessSignal;
import io.jdaemon.signals.SignalAction;
import io.jdaemon.signals.Signals;
import io.jdaemon.sockets.ManagerSockets;
import io.jdaemon.systemd.Delivery;
import io.jdaemon.systemd.ServiceManager;
import io.jdaemon.systemd.ServiceRole;

/**
 * {@link RestartControl} of this process.
 */
public final class PosixRestartControl implements RestartControl {

	private final long pid;

	private final History history;

	private final ProcessResources resources;

	private final Signals signals;

	private final Map<ProcessSignal, SignalAction> actions;

	private final Set<ProcessSignal> ignoredAtStart;

	private final RestartPreflight preflight;

	private final Supplier<Optional<Rehearsal>> rehearsals;

	private final Execve execve;

	private final SuccessorLauncher successorLauncher;

	private final ServiceManager manager;

	private final boolean mayHandOver;

	private final LifecycleLog log;

	/**
	 * Create the control.
	 * @param pid the ID of this process
	 * @param history the history of this process
	 * @param resources what a restart passes on
	 * @param signals the signals of this process
	 * @param actions what each signal does
	 * @param ignoredAtStart the signals that stay ignored
	 * @param preflight checks whether a restart could succeed
	 * @param rehearsals creates the rehearsal that a restart by exec needs
	 * @param execve replaces the image
	 * @param successorLauncher spawns a successor
	 * @param manager reports to systemd
	 * @param log the log of the lifecycle
	 */
	public PosixRestartControl(long pid, History history, ProcessResources resources, Signals signals,
			Map<ProcessSignal, SignalAction> actions, Set<ProcessSignal> ignoredAtStart, RestartPreflight preflight,
			Supplier<Optional<Rehearsal>> rehearsals, Execve execve, SuccessorLauncher successorLauncher,
			ServiceManager manager, LifecycleLog log) {
		this.pid = pid;
		this.history = history;
		this.resources = resources;
		this.signals = signals;
		this.actions = actions;
		this.ignoredAtStart = ignoredAtStart;
		this.preflight = preflight;
		this.rehearsals = rehearsals;
		this.execve = execve;
		this.successorLauncher = successorLauncher;
		this.manager = manager;
		this.mayHandOver = history.detached() || history.notifies() && ServiceRole.replaceable(System.getenv());
		this.log = log;
	}

	@Override
	public Optional<String> preflight(RestartStrategy strategy) {
		Optional<String> refusal = this.preflight.refusal();
		return (strategy == RestartStrategy.HANDOVER) ? refusal.or(this.successorLauncher::refusal) : refusal;
	}

	@Override
	public Object version() {
		return this.preflight.version();
	}

	@Override
	public Optional<Rehearsal> rehearsal() {
		return this.rehearsals.get();
	}

	// Not System.err, which the application may have replaced. It is not closed: that
	// would close the standard error of the process.
	@Override
	public void print(String output) {
		PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), false);
		output.lines().forEach((line) -> err.println("rehearsal: " + line));
		err.flush();
	}

	@Override
	public Execve.Replacement prepareExec(RestartCause cause, BooleanSupplier stopRequested) {
		OptionalInt pidFile = this.resources.pidFileDescriptor();
		OptionalInt statusFile = this.resources.statusFile().descriptor();
		List<InheritedSocket> sockets = keepSockets();
		ManagerSockets manager = this.resources.sockets().manager();
		InheritedState state = new InheritedState(
				InheritedState.recipient(this.pid), this.history.next(cause), new Descriptors(OptionalInt.empty(),
						pidFile, statusFile, OptionalInt.empty(), sockets, manager.unannounced()),
				new SignalSets(this.signals.handled(), this.ignoredAtStart));
		List<Integer> kept = new ArrayList<>(sockets.stream().map(InheritedSocket::descriptor).toList());
		kept.addAll(manager.open());
		statusFile.ifPresent(kept::add);
		pidFile.ifPresent(kept::add);
		return this.execve.prepare(state, kept, (pending) -> stopRequested.getAsBoolean()
				|| pending.stream().anyMatch((signal) -> this.actions.get(signal) == SignalAction.STOP));
	}

	private List<InheritedSocket> keepSockets() {
		try {
			List<InheritedSocket> kept = this.resources.sockets().keep();
			logOthers("Not kept, and so closed and reopened by the restart: ");
			return kept;
		}
		catch (IOException ex) {
			this.log
				.warn(LogTopic.SOCKETS.entry("The listening sockets are not kept over the restart: " + Reason.of(ex)));
			return List.of();
		}
	}

	private void logOthers(String words) throws IOException {
		List<InetSocketAddress> others = this.resources.sockets().others();
		if (!others.isEmpty()) {
			this.log.info(LogTopic.SOCKETS.entry(words + InheritedSocket.addresses(others)));
		}
	}

	@Override
	public void keepDiscardedOutput() {
		StandardStreams streams = this.resources.streams();
		if (streams != null) {
			try {
				streams.keepDiscarded();
			}
			catch (IOException ex) {
				this.log
					.warn(LogTopic.OUTPUT.entry("Output is not kept until the next image is ready: " + Reason.of(ex)));
			}
		}
	}

	@Override
	public boolean mayHandOver() {
		return this.mayHandOver;
	}

	@Override
	public Delivery handOver(long successor) {
		return this.manager.handOver(successor);
	}

	@Override
	public Successor spawnSuccessor(RestartCause cause) throws IOException {
		logOthers("Not passed on to the successor, which cannot listen there while this process does: ");
		return this.successorLauncher.spawn(cause, this.resources.streams());
	}

	@Override
	public void releaseSockets() {
		this.resources.sockets().release();
	}

}
