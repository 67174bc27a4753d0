package io.jdaemon.restart;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BooleanSupplier;

import io.jdaemon.DaemonInfo;
import io.jdaemon.Mode;
import io.jdaemon.output.StandardStreams;
import io.jdaemon.pidfile.PidFile;
import io.jdaemon.process.InheritedSocket;
import io.jdaemon.process.InheritedState;
import io.jdaemon.signals.ProcessSignal;
import io.jdaemon.signals.SignalAction;
import io.jdaemon.signals.Signals;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * {@link RestartControl} of the process itself.
 */
public final class PosixRestartControl implements RestartControl {

	private static final Log logger = LogFactory.getLog(PosixRestartControl.class);

	private final DaemonInfo info;

	private final ProcessResources resources;

	private final Signals signals;

	private final Map<ProcessSignal, SignalAction> actions;

	private final Set<ProcessSignal> ignoredAtStart;

	private final RestartPreflight preflight;

	private final Reexec reexec;

	private final SuccessorLauncher successorLauncher;

	private final Optional<String> origin;

	public PosixRestartControl(DaemonInfo info, ProcessResources resources, Signals signals,
			Map<ProcessSignal, SignalAction> actions, Set<ProcessSignal> ignoredAtStart, RestartPreflight preflight,
			Reexec reexec, SuccessorLauncher successorLauncher, Optional<String> origin) {
		this.info = info;
		this.resources = resources;
		this.signals = signals;
		this.actions = actions;
		this.ignoredAtStart = ignoredAtStart;
		this.preflight = preflight;
		this.reexec = reexec;
		this.successorLauncher = successorLauncher;
		this.origin = origin;
	}

	@Override
	public Optional<String> preflight() {
		return this.preflight.refusal();
	}

	@Override
	public Reexec.Replacement prepareExec(String requestedBy, BooleanSupplier stopRequested) {
		PidFile pidFile = this.resources.pidFile();
		int statusPage = this.resources.statusPage().descriptor();
		OptionalInt descriptor = (pidFile != null) ? OptionalInt.of(pidFile.descriptor()) : OptionalInt.empty();
		List<InheritedSocket> sockets = keepSockets();
		InheritedState handoff = new InheritedState(InheritedState.process(this.info.pid()),
				this.info.mode() == Mode.DAEMON, this.info.generation() + 1, this.info.daemonStartedAt(),
				OptionalInt.empty(), descriptor, this.signals.handled(), this.ignoredAtStart, Optional.of(requestedBy),
				OptionalInt.of(statusPage), this.origin, sockets, OptionalInt.empty());
		List<Integer> kept = new ArrayList<>(sockets.stream().map(InheritedSocket::descriptor).toList());
		kept.add(statusPage);
		descriptor.ifPresent(kept::add);
		Reexec.Replacement replacement = this.reexec.prepare(handoff, kept, (pending) -> stopRequested.getAsBoolean()
				|| pending.stream().anyMatch((signal) -> this.actions.get(signal) == SignalAction.STOP));
		keepDiscardedOutput();
		return replacement;
	}

	private List<InheritedSocket> keepSockets() {
		try {
			return this.resources.sockets().keep();
		}
		catch (IOException ex) {
			logger.warn("The listening sockets are not kept over the restart: " + ex.getMessage());
			return List.of();
		}
	}

	private void keepDiscardedOutput() {
		StandardStreams streams = this.resources.streams();
		if (streams != null) {
			try {
				streams.keepDiscarded();
			}
			catch (IOException ex) {
				logger.warn("Output is not kept until the next image is ready: " + ex.getMessage());
			}
		}
	}

	@Override
	public Successor spawnSuccessor(String requestedBy) throws IOException {
		return this.successorLauncher.spawn(requestedBy,
				Objects.requireNonNull(this.resources.streams(), "not detached"));
	}

	@Override
	public void releaseSockets() {
		this.resources.sockets().release();
	}

}
