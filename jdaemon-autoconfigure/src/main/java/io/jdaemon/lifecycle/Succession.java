package io.jdaemon.lifecycle;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

import io.jdaemon.posix.OpenFlag;
import io.jdaemon.posix.Posix;
import io.jdaemon.posix.SpawnRequest;
import io.jdaemon.process.ChildProcess;
import io.jdaemon.process.Handoff;
import io.jdaemon.process.Image;
import io.jdaemon.process.KeptSocket;
import io.jdaemon.process.PidFile;
import io.jdaemon.process.ProcessSignal;
import io.jdaemon.process.StandardStreams;

/**
 * Starts the successor of this process: the same image, in a session of its own, with the
 * listening sockets and with the lock of what will be its PID file.
 */
final class Succession {

	// The descriptors of the successor above the standard streams.
	private static final int READY_DESCRIPTOR = 3;

	private static final int GO_DESCRIPTOR = 4;

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
		PidFile claimed = (own != null) ? own.claimSuccessor() : null;
		try {
			return begin(requestedBy, streams, Optional.ofNullable(claimed));
		}
		catch (IOException ex) {
			if (claimed != null) {
				claimed.release();
			}
			throw ex;
		}
		finally {
			this.holdings.sockets().release();
		}
	}

	private Successor begin(String requestedBy, StandardStreams streams, Optional<PidFile> claimed) throws IOException {
		List<KeptSocket> sockets = this.holdings.sockets().keep();
		int[] ready = this.posix.pipe();
		int[] go = this.posix.pipe();
		int devNull = this.posix.open(StandardStreams.DEV_NULL, 0, OpenFlag.RDWR);
		try (StandardStreams.Opened opened = streams.openForStart()) {
			List<Integer> descriptors = new ArrayList<>(List.of(devNull, opened.out(), opened.err(), ready[1], go[0]));
			OptionalInt pidFile = claimed.isPresent() ? OptionalInt.of(descriptors.size()) : OptionalInt.empty();
			claimed.ifPresent((file) -> descriptors.add(file.descriptor()));
			List<KeptSocket> handed = new ArrayList<>();
			for (KeptSocket socket : sockets) {
				handed.add(new KeptSocket(descriptors.size(), socket.address()));
				descriptors.add(socket.descriptor());
			}
			String pipe = new String(this.posix.readlink("/proc/self/fd/" + ready[1]), StandardCharsets.US_ASCII);
			Handoff handoff = new Handoff(pipe, true, this.info.generation() + 1, this.info.daemonStartedAt(),
					OptionalInt.of(READY_DESCRIPTOR), pidFile, this.held, Set.of(), Optional.of(requestedBy),
					OptionalInt.empty(), this.origin, handed, OptionalInt.of(GO_DESCRIPTOR));
			Image next = this.image.withHandoff(handoff);
			ChildProcess process = ChildProcess.spawn(this.posix, new SpawnRequest(next.executable(), next.arguments(),
					next.environment(), descriptors, ProcessSignal.numbers(this.held)));
			return new KernelSuccessor(this.posix, process, ready[0], go[1], claimed.orElse(null), this.info.pid());
		}
		catch (IOException ex) {
			this.posix.close(ready[0]);
			this.posix.close(go[1]);
			throw ex;
		}
		finally {
			this.posix.close(ready[1]);
			this.posix.close(go[0]);
			this.posix.close(devNull);
		}
	}

}
