package io.jdaemon.sockets;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

import io.jdaemon.KernelTest;
import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixOverrides;
import io.jdaemon.process.InheritedSocket;
import io.jdaemon.process.ListenDescriptor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ManagerSockets}, with real sockets.
 */
@KernelTest
@ExtendWith(OutputCaptureExtension.class)
class ManagerSocketsTests {

	private static final int SMALL = 1;

	private final Posix posix = PosixOverrides.real();

	private final List<ManagerSocket> open = new ArrayList<>();

	private final List<Socket> clients = new ArrayList<>();

	private final List<Integer> descriptors = new ArrayList<>();

	@AfterEach
	void close() throws IOException {
		for (Socket client : this.clients) {
			client.close();
		}
		for (ManagerSocket socket : this.open) {
			socket.close();
		}
		this.descriptors.forEach(this.posix::close);
	}

	@Test
	void serverGetsACopyOfTheSocketWithItsAddress() throws IOException {
		ManagerSocket other = listen("127.0.0.1");
		ManagerSocket socket = listen("127.0.0.1");
		KeptSockets sockets = sockets(other, socket);
		int taken = take(sockets, address("127.0.0.1", socket.port())).orElseThrow();
		assertThat(taken).isNotEqualTo(socket.descriptor());
		assertThat(target(taken)).isEqualTo(target(socket.descriptor()));
		// accept(2) must not wait where a successor may take the connection: O_NONBLOCK.
		assertThat(flags(taken)).matches("0[0-7]*[4-7][0-7]{3}");
	}

	@Test
	void serverOfAnyPortGetsNone() throws IOException {
		assertThat(take(sockets(listen("127.0.0.1")), address("127.0.0.1", 0))).isEmpty();
	}

	@Test
	void serverOnAllAddressesGetsSocketOfEitherFamily() throws IOException {
		for (String host : List.of("0.0.0.0", "::")) {
			ManagerSocket socket = listen(host);
			assertThat(take(sockets(socket), new InetSocketAddress(socket.port()))).isPresent();
		}
	}

	@Test
	void serverOnAllAddressesGetsSocketOfOneAddress() throws IOException {
		ManagerSocket socket = listen("127.0.0.1");
		assertThat(take(sockets(socket), new InetSocketAddress(socket.port()))).isPresent();
	}

	@Test
	void serverOfOneAddressDoesNotGetSocketOfAll(CapturedOutput output) throws IOException {
		ManagerSocket socket = listen("0.0.0.0");
		assertThat(take(sockets(socket), address("127.0.0.1", socket.port()))).isEmpty();
		assertThat(output).contains(
				"The service manager listens on *:" + socket.port() + ", and the server is to listen on 127.0.0.1:"
						+ socket.port() + ": set server.address and ListenStream= to the same address");
	}

	@Test
	void socketInUseIsNotGivenToASecondServer() throws IOException {
		ManagerSocket socket = listen("127.0.0.1");
		InetSocketAddress address = address("127.0.0.1", socket.port());
		KeptSockets sockets = sockets(socket);
		ListeningServer server = server(address);
		assertThat(take(sockets, address)).isPresent();
		sockets.add(server);
		assertThat(take(sockets, address)).isEmpty();
		sockets.remove(server);
		assertThat(take(sockets, address)).isPresent();
	}

	@Test
	void backlogOfTheSocketUnitStays() throws IOException {
		ManagerSocket socket = listen("127.0.0.1");
		InetSocketAddress address = address("127.0.0.1", socket.port());
		KeptSockets sockets = sockets(socket);
		this.descriptors.add(sockets.takeDescriptor(address, SMALL).orElseThrow());
		assertThatConnectionsWait(address);
		// Nor does the next image change it.
		InheritedSocket kept = new InheritedSocket(this.posix.dup(socket.descriptor()),
				InheritedSocket.address(address));
		KeptSockets next = new KeptSockets(this.posix, List.of(kept), new ManagerSockets(this.posix, socket.passed()));
		this.descriptors.add(next.takeDescriptor(address, SMALL).orElseThrow());
		assertThatConnectionsWait(address);
	}

	private void assertThatConnectionsWait(InetSocketAddress address) throws IOException {
		for (int i = 0; i < 5; i++) {
			Socket client = new Socket();
			this.clients.add(client);
			client.connect(address, 900);
		}
	}

	@Test
	void restStaysOpenAndIsLogged(CapturedOutput output) throws IOException {
		ManagerSocket asked = listen("127.0.0.1");
		ManagerSocket unasked = listen("127.0.0.1");
		int[] pipe = this.posix.pipe();
		this.descriptors.add(pipe[0]);
		this.descriptors.add(pipe[1]);
		List<ListenDescriptor> passed = passed(asked, unasked);
		passed.add(new ListenDescriptor(pipe[0], "a.fifo", true));
		ManagerSockets manager = new ManagerSockets(this.posix, passed);
		KeptSockets sockets = new KeptSockets(this.posix, List.of(), manager);
		sockets.closeOnExec();
		take(sockets, address("127.0.0.1", asked.port()));
		sockets.closeRest();
		assertThat(manager.open()).containsExactly(asked.descriptor(), unasked.descriptor(), pipe[0]);
		assertThat(manager.listening()).extracting(ListenDescriptor::descriptor)
			.containsExactly(asked.descriptor(), unasked.descriptor());
		assertThat(output)
			.contains("The descriptor " + unasked.descriptor()
					+ " (web.socket) of the service manager stays open, but no server listens on 127.0.0.1:"
					+ unasked.port())
			.contains("The descriptor " + pipe[0]
					+ " (a.fifo) of the service manager stays open, but no server can use it: it is no TCP socket that listens")
			.doesNotContain("The descriptor " + asked.descriptor());
		// A successor gets what no server has asked for, too.
		assertThat(sockets.others()).extracting(InetSocketAddress::getPort).doesNotContain(unasked.port());
	}

	@Test
	void descriptorsAreCloseOnExecWhileTheImageRuns() throws IOException {
		ManagerSocket socket = listen("127.0.0.1");
		this.posix.closeOnExec(socket.descriptor(), false);
		sockets(socket).closeOnExec();
		assertThat(flags(socket.descriptor())).startsWith("02");
	}

	@Test
	void descriptorThatIsNotOpenIsIgnored() throws IOException {
		ManagerSocket socket = listen("127.0.0.1");
		socket.release();
		ManagerSockets manager = new ManagerSockets(this.posix, socket.passed());
		assertThat(manager.open()).isEmpty();
		new KeptSockets(this.posix, List.of(), manager).closeOnExec();
		assertThat(manager.listening()).isEmpty();
	}

	@Test
	void stopDrainsOnlyWhereConnectionsWaitForTheNextProcess() throws IOException {
		ManagerSocket socket = listen("127.0.0.1");
		IdleServer server = server(address("127.0.0.1", socket.port()));
		KeptSockets sockets = sockets(socket);
		sockets.add(server);
		assertThat(sockets.drainForNextProcess(Duration.ZERO)).isEmpty();
		assertThat(server.drains()).isTrue();
		IdleServer first = server(address("127.0.0.1", socket.port()));
		IdleServer second = server(address("127.0.0.1", 1));
		KeptSockets others = sockets(socket);
		others.add(first);
		others.add(second);
		assertThat(others.drainForNextProcess(Duration.ZERO)).isEmpty();
		assertThat(List.of(first, second)).noneMatch((other) -> other.drains().get());
	}

	@Test
	void copyOfSocketThatNoServerAsksForIsClosedInSilence(CapturedOutput output) throws IOException {
		ManagerSocket socket = listen("127.0.0.1");
		InheritedSocket kept = new InheritedSocket(this.posix.dup(socket.descriptor()), "127.0.0.1:1");
		ManagerSockets manager = new ManagerSockets(this.posix, socket.passed());
		new KeptSockets(this.posix, List.of(kept), manager).closeRest();
		assertThat(output).contains("stays open").doesNotContain("is closed");
		assertThat(Path.of("/proc/self/fd/" + kept.descriptor())).doesNotExist();
		assertThat(manager.open()).containsExactly(socket.descriptor());
	}

	private KeptSockets sockets(ManagerSocket... sockets) {
		return new KeptSockets(this.posix, List.of(), new ManagerSockets(this.posix, passed(sockets)));
	}

	private static List<ListenDescriptor> passed(ManagerSocket... sockets) {
		List<ListenDescriptor> passed = new ArrayList<>();
		for (ManagerSocket socket : sockets) {
			passed.addAll(socket.passed());
		}
		return passed;
	}

	private ManagerSocket listen(String host) throws IOException {
		ManagerSocket socket = ManagerSocket.listen(this.posix, host);
		this.open.add(socket);
		return socket;
	}

	private static IdleServer server(InetSocketAddress address) {
		return new IdleServer(address, address);
	}

	private OptionalInt take(KeptSockets sockets, InetSocketAddress address) throws IOException {
		OptionalInt taken = sockets.takeDescriptor(address, 0);
		taken.ifPresent(this.descriptors::add);
		return taken;
	}

	private static InetSocketAddress address(String host, int port) throws IOException {
		return new InetSocketAddress(InetAddress.getByName(host), port);
	}

	// In octal, see open(2)
	private static String flags(int descriptor) throws IOException {
		return Files.readAllLines(Path.of("/proc/self/fdinfo/" + descriptor)).get(1).replaceFirst("flags:\\s+", "");
	}

	private static String target(int descriptor) throws IOException {
		return Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
	}

}
