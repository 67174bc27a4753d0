package io.jdaemon.lifecycle;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

import io.jdaemon.posix.Posix;
import io.jdaemon.posix.SpawnRequest;
import io.jdaemon.process.ChildDescriptors;
import io.jdaemon.process.ChildProcess;
import io.jdaemon.process.Handoff;
import io.jdaemon.process.Image;
import io.jdaemon.process.KeptSocket;
import io.jdaemon.process.PidFile;
import io.jdaemon.process.ProcessSignal;
import io.jdaemon.process.ReadyPipe;
import io.jdaemon.process.StandardStreams;
import org.jspecify.annotations.Nullable;

/**
 * Starts the successor of this process: the same image, in a session of its own, with the
 * listening sockets and with the lock of what will be its PID file.
 */
final class Succession {

	private final Posix posix;

	private final Image image;

	private final ProcessInfo info;

	private final Holdings holdings;

	private final Set<ProcessSignal> held;

	private final Optional<String> origin;

	Succession(Posix posix, Image image, ProcessInfo info, Holdings holdings, Set<ProcessSignal> held,
			Optional<String> origin) {
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
	Successor begin(String requestedBy, StandardStreams streams) throws IOException {
		PidFile own = this.holdings.pidFile();
		Bequest bequest = (own != null) ? Bequest.prepare(own) : null;
		try {
			return begin(requestedBy, streams, bequest);
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

	private Successor begin(String requestedBy, StandardStreams streams, @Nullable Bequest bequest) throws IOException {
		List<KeptSocket> sockets = this.holdings.sockets().keep();
		int[] ready = this.posix.pipe();
		int[] go = this.posix.pipe();
		try (StandardStreams.Opened opened = streams.openForStart()) {
			ChildDescriptors descriptors = new ChildDescriptors(opened);
			OptionalInt readyThere = OptionalInt.of(descriptors.add(ready[1]));
			OptionalInt goThere = OptionalInt.of(descriptors.add(go[0]));
			OptionalInt pidFileThere = (bequest != null)
					? OptionalInt.of(descriptors.add(bequest.claimed().descriptor())) : OptionalInt.empty();
			List<KeptSocket> socketsThere = sockets.stream()
				.map((socket) -> new KeptSocket(descriptors.add(socket.descriptor()), socket.address()))
				.toList();
			Handoff handoff = new Handoff(ReadyPipe.addressee(this.posix, ready[1]), true, this.info.generation() + 1,
					this.info.daemonStartedAt(), readyThere, pidFileThere, this.held, Set.of(),
					Optional.of(requestedBy), OptionalInt.empty(), this.origin, socketsThere, goThere);
			Image next = this.image.withHandoff(handoff);
			ChildProcess process = ChildProcess.spawn(this.posix, new SpawnRequest(next.executable(), next.arguments(),
					next.environment(), descriptors.list(), ProcessSignal.numbers(this.held)));
			return new KernelSuccessor(this.posix, process, ready[0], go[1], bequest, this.info.pid());
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
