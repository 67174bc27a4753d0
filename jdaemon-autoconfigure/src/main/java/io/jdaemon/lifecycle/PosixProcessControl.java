package io.jdaemon.lifecycle;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;

import io.jdaemon.DaemonInfo;
import io.jdaemon.RestartStrategy;
import io.jdaemon.log.LogTopic;
import io.jdaemon.output.OutputException;
import io.jdaemon.output.StandardStreams;
import io.jdaemon.pidfile.PidFile;
import io.jdaemon.posix.Reason;
import io.jdaemon.process.ExitStatus;
import io.jdaemon.process.ReadyPipe;
import io.jdaemon.restart.ProcessResources;
import io.jdaemon.shutdown.DaemonThreads;
import io.jdaemon.shutdown.LifecycleLog;
import io.jdaemon.signals.Signals;
import io.jdaemon.sockets.Gap;
import io.jdaemon.status.CommandSender;
import io.jdaemon.status.Status;
import io.jdaemon.status.StatusFormat;
import org.jspecify.annotations.Nullable;

/**
 * {@link ProcessControl} of this process.
 */
final class PosixProcessControl implements ProcessControl {

	private final DaemonInfo info;

	private final ProcessResources resources;

	private final Signals signals;

	private final Predecessors predecessors;

	private final TakeOver takeOver;

	private final LifecycleLog log;

	PosixProcessControl(DaemonInfo info, ProcessResources resources, Signals signals, Predecessors predecessors,
			boolean notifies, LifecycleLog log) {
		this.predecessors = predecessors;
		this.takeOver = new TakeOver(info.pid(), resources, notifies);
		this.info = info;
		this.resources = resources;
		this.signals = signals;
		this.log = log;
	}

	@Override
	public void report(Status status) {
		try {
			this.resources.statusFile().write(StatusFormat.of(status));
		}
		catch (IOException | IllegalArgumentException ex) {
			this.log.warn(
					LogTopic.LIFECYCLE.entry("The state " + status.state() + " cannot be published: " + Reason.of(ex)));
		}
	}

	@Override
	public void discardOutput() {
		attempt(this.resources.streams(), StandardStreams::discard, "Output is kept in memory, as at the start");
	}

	@Override
	public boolean ready() {
		ReadyPipe readyPipe = this.resources.readyPipe();
		if (readyPipe == null) {
			return true;
		}
		boolean received = readyPipe.ready(Duration.between(this.info.daemonStartedAt(), Instant.now()));
		if (hasPredecessor()) {
			// A successor is ready whether or not its predecessor is still there.
			return true;
		}
		readyPipe.close();
		return received;
	}

	@Override
	public boolean keptAliveWithout(Thread starter) {
		return DaemonThreads.othersKeepAlive(starter);
	}

	@Override
	public void ran() {
		report(ReadyPipe::ran);
	}

	@Override
	public void stopped(String signal) {
		report((readyPipe) -> readyPipe.stopped(signal));
	}

	// The pipe stays open, so that its reader notices the end of the process.
	private void report(Consumer<ReadyPipe> message) {
		Optional.ofNullable(this.resources.readyPipe()).ifPresent(message);
	}

	@Override
	public boolean hasPredecessor() {
		return this.resources.predecessor() != null;
	}

	@Override
	public Optional<String> awaitPredecessor() {
		return this.takeOver.awaitPredecessor();
	}

	@Override
	public void stopPredecessors() {
		if (this.takeOver.over()) {
			this.predecessors.stop();
		}
	}

	@Override
	public void awaitPredecessorsEnd(Duration timeout) {
		if (this.takeOver.over()) {
			this.predecessors.stop();
			this.predecessors.awaitEnd(timeout);
		}
	}

	@Override
	public Optional<String> takeOver() {
		return this.takeOver.run();
	}

	@Override
	public Optional<CommandSender> takeSender() {
		return this.resources.senders().take().flatMap(CommandSender::parse);
	}

	@Override
	public Optional<RestartStrategy> takeRequest() {
		return this.resources.strategies()
			.take()
			.flatMap((word) -> Arrays.stream(RestartStrategy.values())
				.filter((strategy) -> strategy.name().equals(word))
				.findFirst());
	}

	@Override
	public Optional<String> reopen() {
		StandardStreams streams = this.resources.streams();
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
			return Optional.of(Reason.of(ex));
		}
	}

	@Override
	public void retirePidFile() {
		withPidFile(PidFile::retire);
	}

	@Override
	public void leavePidFile() {
		withPidFile(PidFile::leave);
	}

	@Override
	public void releasePidFile() {
		withPidFile(PidFile::release);
	}

	private void withPidFile(Action<PidFile> action) {
		PidFile pidFile = this.resources.pidFile();
		if (pidFile != null) {
			attempt(pidFile, action, "The PID file " + pidFile.path() + " cannot be removed");
		}
	}

	// A failure here is no reason to stop. Without the resource there is nothing to do.
	private <T> void attempt(@Nullable T resource, Action<T> action, String failure) {
		try {
			if (resource != null) {
				action.apply(resource);
			}
		}
		catch (IOException ex) {
			this.log.warn(LogTopic.LIFECYCLE.entry(failure + ": " + Reason.of(ex)));
		}
	}

	@Override
	public void closeUnusedSockets() {
		this.resources.settleSockets();
	}

	@Override
	public Optional<Gap> drain(Duration timeout) {
		this.resources.sockets().drain(timeout).ifPresent(this::logConnections);
		return this.resources.sockets().gap();
	}

	@Override
	public void drainForSuccessor(Duration timeout) {
		this.resources.sockets().drainForSuccessor(timeout).ifPresent(this::logConnections);
	}

	@Override
	public void drainForNextProcess(Duration timeout) {
		this.resources.sockets().drainForNextProcess(timeout).ifPresent(this::logConnections);
	}

	private void logConnections(String line) {
		this.log.info(LogTopic.SOCKETS.entry(line));
	}

	@Override
	public void endDrain() {
		this.resources.sockets().endDrain();
	}

	@Override
	public void blockSignals() {
		attempt(this.signals, Signals::block, "Signals cannot be blocked");
	}

	@Override
	public void unblockSignals() {
		attempt(this.signals, (handled) -> handled.unblock(handled.handled()), "Signals cannot be unblocked");
	}

	@Override
	public void halt(ExitStatus status) {
		Runtime.getRuntime().halt(status.number());
	}

	/** An action on a resource of this process. */
	@FunctionalInterface
	private interface Action<T> {

		void apply(T resource) throws IOException;

	}

}
