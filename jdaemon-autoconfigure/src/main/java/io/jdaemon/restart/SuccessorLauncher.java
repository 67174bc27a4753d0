package io.jdaemon.restart;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

import io.jdaemon.DaemonInfo;
import io.jdaemon.output.StandardStreams;
import io.jdaemon.pidfile.PidFile;
import io.jdaemon.posix.Posix;
import io.jdaemon.posix.SpawnRequest;
import io.jdaemon.process.ChildDescriptors;
import io.jdaemon.process.ChildProcess;
import io.jdaemon.process.InheritedSocket;
import io.jdaemon.process.InheritedState;
import io.jdaemon.process.ProcessImage;
import io.jdaemon.process.ReadyPipe;
import io.jdaemon.signals.ProcessSignal;
import org.jspecify.annotations.Nullable;

/**
 * Starts the successor of this process: the same image, in a session of its own, with the
 * listening sockets and with the lock of what will be its PID file.
 */
public final class SuccessorLauncher {

	private final Posix posix;

	private final ProcessImage image;

	private final DaemonInfo info;

	private final ProcessResources holdings;

	private final Set<ProcessSignal> held;

	private final Optional<String> origin;

	public SuccessorLauncher(Posix posix, ProcessImage image, DaemonInfo info, ProcessResources holdings,
			Set<ProcessSignal> held, Optional<String> origin) {
		this.posix = posix;
		this.image = image;
		this.info = info;
		this.holdings = holdings;
		this.held = held;
		this.origin = origin;
	}

	/**
	 * Start it.
	 * @param requestedBy what asked for it
	 * @param streams where its output goes
	 * @return the process
	 * @throws IOException if the kernel refuses; then nothing is left
	 */
	Successor spawn(String requestedBy, StandardStreams streams) throws IOException {
		PidFile own = this.holdings.pidFile();
		PidFileTransfer bequest = (own != null) ? PidFileTransfer.prepare(own) : null;
		try {
			return spawn(requestedBy, streams, bequest);
		}
		catch (IOException ex) {
			if (bequest != null) {
				bequest.keep(this.info.pid());
			}
			throw ex;
		}
		finally {
			this.holdings.sockets().release();
		}
	}

	private Successor spawn(String requestedBy, StandardStreams streams, @Nullable PidFileTransfer bequest)
			throws IOException {
		List<InheritedSocket> sockets = this.holdings.sockets().keep();
		int[] ready = this.posix.pipe();
		int[] go = this.posix.pipe();
		try (StandardStreams.Opened opened = streams.openForStart()) {
			ChildDescriptors descriptors = new ChildDescriptors(opened);
			OptionalInt readyThere = OptionalInt.of(descriptors.add(ready[1]));
			OptionalInt goThere = OptionalInt.of(descriptors.add(go[0]));
			OptionalInt pidFileThere = (bequest != null)
					? OptionalInt.of(descriptors.add(bequest.claimed().descriptor())) : OptionalInt.empty();
			List<InheritedSocket> socketsThere = sockets.stream()
				.map((socket) -> new InheritedSocket(descriptors.add(socket.descriptor()), socket.address()))
				.toList();
			InheritedState handoff = new InheritedState(ReadyPipe.addressee(this.posix, ready[1]), true,
					this.info.generation() + 1, this.info.daemonStartedAt(), readyThere, pidFileThere, this.held,
					Set.of(), Optional.of(requestedBy), OptionalInt.empty(), this.origin, socketsThere, goThere);
			ProcessImage next = this.image.withHandoff(handoff);
			ChildProcess process = ChildProcess.spawn(this.posix, new SpawnRequest(next.executable(), next.arguments(),
					next.environment(), descriptors.list(), ProcessSignal.numbers(this.held)));
			return new PosixSuccessor(this.posix, process, ready[0], go[1], bequest, this.info.pid());
		}
		catch (IOException ex) {
			this.posix.close(ready[0]);
			this.posix.close(go[1]);
			throw ex;
		}
		finally {
			this.posix.close(ready[1]);
			this.posix.close(go[0]);
		}
	}

}
