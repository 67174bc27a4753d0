package io.jdaemon.restart;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

import io.jdaemon.output.StandardStreams;
import io.jdaemon.pidfile.PidFile;
import io.jdaemon.posix.Posix;
import io.jdaemon.posix.Reason;
import io.jdaemon.posix.SpawnRequest;
import io.jdaemon.process.ChildDescriptors;
import io.jdaemon.process.ChildProcess;
import io.jdaemon.process.InheritedSocket;
import io.jdaemon.process.InheritedState;
import io.jdaemon.process.InheritedState.Descriptors;
import io.jdaemon.process.InheritedState.History;
import io.jdaemon.process.InheritedState.SignalSets;
import io.jdaemon.process.ProcessIdentity;
import io.jdaemon.process.ProcessImage;
import io.jdaemon.process.ReadyPipe;
import io.jdaemon.process.RestartCause;
import io.jdaemon.signals.ProcessSignal;
import io.jdaemon.warm.WarmStart;
import org.jspecify.annotations.Nullable;

/**
 * Starts the successor of this process: the same image, in a session of its own, with the
 * listening sockets and the lock of its future PID file.
 */
public final class SuccessorLauncher {

	private final Posix posix;

	private final ProcessImage image;

	private final WarmStart warm;

	private final long pid;

	private final History history;

	private final ProcessResources resources;

	private final SignalSets signals;

	private final Set<Integer> unsharedPorts;

	/**
	 * Create the launcher.
	 * @param image the image to start
	 * @param warm starts it with its cache
	 * @param pid the ID of this process
	 * @param history the history of this process
	 * @param resources what this process has open
	 * @param signals the signals that stay blocked in the successor until it has
	 * handlers, and those that it ignores
	 * @param unsharedPorts the ports that the successor does not require
	 */
	public SuccessorLauncher(Posix posix, ProcessImage image, WarmStart warm, long pid, History history,
			ProcessResources resources, SignalSets signals, Set<Integer> unsharedPorts) {
		this.posix = posix;
		this.image = image;
		this.warm = warm;
		this.pid = pid;
		this.history = history;
		this.resources = resources;
		this.signals = signals;
		this.unsharedPorts = unsharedPorts;
	}

	/**
	 * Check whether a successor could listen on the ports of this process.
	 * @return the reason why it could not, a sentence; empty if it could
	 */
	Optional<String> refusal() {
		if (this.history.notifies() && setsid().isEmpty()) {
			return Optional.of("By handover, the successor of the main process of a service is started with setsid(1)"
					+ " of util-linux, which is not installed. Restart by exec (jdaemon.restart.strategy).");
		}
		try {
			List<InetSocketAddress> occupied = this.resources.sockets()
				.othersOnFixedPorts()
				.stream()
				.filter((address) -> !this.unsharedPorts.contains(address.getPort()))
				.toList();
			return occupied.isEmpty() ? Optional.empty() : Optional.of("By handover, a successor could not listen on "
					+ InheritedSocket.addresses(occupied) + ": jdaemon cannot pass on this socket of the application,"
					+ " and this process keeps it open. Restart by exec (jdaemon.restart.strategy), let the application open"
					+ " it by the bean ListeningSockets, or list the port in"
					+ " jdaemon.restart.unshared-ports if a successor starts without it.");
		}
		catch (IOException ex) {
			return Optional.of("The listening sockets of this process cannot be read: " + Reason.of(ex) + ".");
		}
	}

	/**
	 * Spawn the successor.
	 * @param cause why there is a restart
	 * @param streams the output files, {@code null} for those of this process
	 * @return the successor, which is starting
	 * @throws IOException if it cannot be spawned; nothing is left behind
	 */
	Successor spawn(RestartCause cause, @Nullable StandardStreams streams) throws IOException {
		PidFile own = this.resources.pidFile();
		PidFileTransfer transfer = (own != null) ? PidFileTransfer.prepare(own) : null;
		try {
			return spawn(cause, streams, transfer);
		}
		catch (IOException ex) {
			if (transfer != null) {
				transfer.keep(this.pid);
			}
			throw ex;
		}
		finally {
			this.resources.sockets().release();
		}
	}

	private Successor spawn(RestartCause cause, @Nullable StandardStreams streams, @Nullable PidFileTransfer transfer)
			throws IOException {
		List<InheritedSocket> sockets = this.resources.sockets().keep();
		int[] ready = this.posix.pipe();
		int[] takeOver = secondPipe(ready);
		try (StandardStreams.OpenStreams open = (streams != null) ? streams.openForStart()
				: StandardStreams.copies(this.posix)) {
			ChildDescriptors child = new ChildDescriptors(open);
			Descriptors descriptors = new Descriptors(OptionalInt.of(child.add(ready[1])),
					(transfer != null)
							? OptionalInt.of(child.add(transfer.claimed().descriptor())) : OptionalInt.empty(),
					OptionalInt.empty(), OptionalInt.of(child.add(takeOver[0])),
					sockets.stream()
						.map((socket) -> new InheritedSocket(child.add(socket.descriptor()), socket.address()))
						.toList(),
					child.addAll(this.resources.sockets().manager().listening()));
			InheritedState state = new InheritedState(ReadyPipe.recipient(this.posix, ready[1]),
					this.history.next(cause, self()), descriptors, this.signals);
			ProcessImage next = this.warm.image(this.image, state);
			SpawnRequest request = new SpawnRequest(next.executable(), next.arguments(), next.environment(),
					child.list(), ProcessSignal.numbers(this.signals.held()));
			return new PosixSuccessor(this.posix, spawn(request, state), ready[0], takeOver[1], transfer, this.pid);
		}
		catch (IOException ex) {
			this.posix.close(ready[0]);
			this.posix.close(takeOver[1]);
			throw ex;
		}
		finally {
			this.posix.close(ready[1]);
			this.posix.close(takeOver[0]);
		}
	}

	private SuccessorProcess spawn(SpawnRequest request, InheritedState state) throws IOException {
		if (this.history.notifies()) {
			return SiblingProcess.spawn(this.posix, request, state, setsid().orElseThrow(IOException::new));
		}
		return new SuccessorProcess.Child(this.posix, ChildProcess.spawn(this.posix, request));
	}

	private static Optional<Path> setsid() {
		return SiblingProcess.setsid(System.getenv().getOrDefault("PATH", ""));
	}

	private ProcessIdentity self() throws IOException {
		return ProcessIdentity.of(this.pid).orElseThrow(() -> new IOException("/proc/" + this.pid + " cannot be read"));
	}

	private int[] secondPipe(int[] first) throws IOException {
		try {
			return this.posix.pipe();
		}
		catch (IOException ex) {
			this.posix.close(first[0]);
			this.posix.close(first[1]);
			throw ex;
		}
	}

}
