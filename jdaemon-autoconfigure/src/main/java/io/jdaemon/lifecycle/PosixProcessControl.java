package io.jdaemon.lifecycle;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BooleanSupplier;

import io.jdaemon.process.InheritedSocket;
import io.jdaemon.process.InheritedState;
import io.jdaemon.process.OutputException;
import io.jdaemon.process.PidFile;
import io.jdaemon.process.PredecessorPipe;
import io.jdaemon.process.ProcessSignal;
import io.jdaemon.process.ReadyPipe;
import io.jdaemon.process.Reexec;
import io.jdaemon.process.Signals;
import io.jdaemon.process.StandardStreams;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * {@link ProcessControl} by system calls.
 */
final class PosixProcessControl implements ProcessControl {

	private static final Log logger = LogFactory.getLog(PosixProcessControl.class);

	private final DaemonInfo info;

	private final ProcessResources holdings;

	private final Signals signals;

	private final Map<ProcessSignal, SignalAction> actions;

	private final Set<ProcessSignal> ignoredAtStart;

	private final RestartPreflight preflight;

	private final Reexec reexec;

	private final SuccessorLauncher succession;

	private final Optional<String> origin;

	PosixProcessControl(DaemonInfo info, ProcessResources holdings, Signals signals,
			Map<ProcessSignal, SignalAction> actions, Set<ProcessSignal> ignoredAtStart, RestartPreflight preflight,
			Reexec reexec, SuccessorLauncher succession, Optional<String> origin) {
		this.info = info;
		this.holdings = holdings;
		this.signals = signals;
		this.actions = actions;
		this.ignoredAtStart = ignoredAtStart;
		this.preflight = preflight;
		this.reexec = reexec;
		this.succession = succession;
		this.origin = origin;
	}

	@Override
	public Optional<String> preflight() {
		return this.preflight.refusal();
	}

	@Override
	public void report(Status status) {
		try {
			this.holdings.statusPage().write(StatusFormat.of(status));
		}
		catch (IOException | IllegalArgumentException ex) {
			logger.warn("The state " + status.state() + " cannot be told to others: " + ex.getMessage());
		}
	}

	@Override
	public void forgetOutput() {
		attempt(this.holdings.streams(), StandardStreams::discard, "Output is kept in memory, as at the start");
	}

	@Override
	public boolean ready() {
		ReadyPipe readyPipe = this.holdings.readyPipe();
		if (readyPipe == null) {
			return true;
		}
		boolean heard = readyPipe.ready(Duration.between(this.info.daemonStartedAt(), Instant.now()));
		if (succeeds()) {
			// Whether or not the predecessor is still there, this process is.
			return true;
		}
		readyPipe.close();
		return heard;
	}

	@Override
	public boolean succeeds() {
		return this.holdings.predecessor() != null;
	}

	@Override
	public void awaitPredecessor() {
		PredecessorPipe predecessor = this.holdings.predecessor();
		if (predecessor != null) {
			predecessor.await();
		}
	}

	@Override
	public void publishPidFile() {
		attempt(this.holdings.pidFile(), (file) -> file.publish(this.info.pid()), "The PID file cannot be published");
		ReadyPipe readyPipe = this.holdings.readyPipe();
		if (readyPipe != null) {
			readyPipe.published();
			readyPipe.close();
		}
	}

	@Override
	public Optional<RestartStrategy> takeRequest() {
		return this.holdings.requests()
			.take()
			.flatMap((word) -> Arrays.stream(RestartStrategy.values())
				.filter((strategy) -> strategy.name().equals(word))
				.findFirst());
	}

	@Override
	public Successor spawnSuccessor(String requestedBy) throws IOException {
		return this.succession.begin(requestedBy, Objects.requireNonNull(this.holdings.streams(), "not detached"));
	}

	@Override
	public Optional<String> reopen() {
		StandardStreams streams = this.holdings.streams();
		if (streams == null) {
			return Optional.of("in the foreground there are none");
		}
		try {
			streams.reopen();
			return Optional.empty();
		}
		catch (OutputException ex) {
			return Optional.of(ex.path() + ": " + ex.getMessage());
		}
		catch (IOException ex) {
			return Optional.of(String.valueOf(ex.getMessage()));
		}
	}

	@Override
	public void retirePidFile() {
		withPidFile(PidFile::retire);
	}

	@Override
	public void releasePidFile() {
		withPidFile(PidFile::release);
	}

	private void withPidFile(Action<PidFile> action) {
		PidFile pidFile = this.holdings.pidFile();
		if (pidFile != null) {
			attempt(pidFile, action, "The PID file " + pidFile.path() + " cannot be removed");
		}
	}

	// What fails here is no reason to stop; there is nothing to do without a holding.
	private static <T> void attempt(@Nullable T holding, Action<T> action, String failure) {
		try {
			if (holding != null) {
				action.apply(holding);
			}
		}
		catch (IOException ex) {
			logger.warn(failure + ": " + ex.getMessage());
		}
	}

	@Override
	public void closeRestOfSockets() {
		this.holdings.sockets().closeRest();
	}

	@Override
	public void drain(Duration most) {
		this.holdings.sockets().drain();
		this.holdings.sockets().awaitDrained(most);
	}

	@Override
	public void releaseSockets() {
		this.holdings.sockets().release();
	}

	private List<InheritedSocket> keepSockets() {
		try {
			return this.holdings.sockets().keep();
		}
		catch (IOException ex) {
			logger.warn("The listening sockets are not kept over the restart: " + ex.getMessage());
			return List.of();
		}
	}

	@Override
	public Reexec.Replacement prepareRestart(String requestedBy, BooleanSupplier stopRequested) {
		PidFile pidFile = this.holdings.pidFile();
		int statusPage = this.holdings.statusPage().descriptor();
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
		attempt(this.holdings.streams(), StandardStreams::keepDiscarded,
				"Output is not kept until the next image is ready");
		return replacement;
	}

	@Override
	public void blockSignals() {
		attempt(this.signals, Signals::block, "Signals cannot be held back");
	}

	@Override
	public void halt(ExitStatus status) {
		Runtime.getRuntime().halt(status.number());
	}

	/** What may be done with something that this process holds. */
	@FunctionalInterface
	private interface Action<T> {

		void apply(T holding) throws IOException;

	}

}
