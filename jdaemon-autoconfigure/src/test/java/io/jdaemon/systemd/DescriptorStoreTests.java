package io.jdaemon.systemd;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.jdaemon.KernelTest;
import io.jdaemon.posix.DatagramReceiver;
import io.jdaemon.posix.DatagramReceiver.Datagram;
import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixOverrides;
import io.jdaemon.process.ListenDescriptor;
import io.jdaemon.sockets.IdleServer;
import io.jdaemon.sockets.KeptSockets;
import io.jdaemon.sockets.ListeningServer;
import io.jdaemon.sockets.ManagerSocket;
import io.jdaemon.sockets.ManagerSockets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DescriptorStore}, with real sockets.
 */
@KernelTest
class DescriptorStoreTests {

	private final Posix posix = PosixOverrides.real();

	private final List<AutoCloseable> open = new ArrayList<>();

	private DatagramReceiver systemd;

	private NotifySocket notifySocket;

	@BeforeEach
	void listen(@TempDir Path directory) {
		String path = directory.resolve("notify").toString();
		this.systemd = new DatagramReceiver(path);
		this.open.add(this.systemd);
		this.notifySocket = NotifySocket.find(this.posix, Map.of(NotifySocket.VARIABLE, path)).orElseThrow();
	}

	@AfterEach
	void close() throws Exception {
		for (AutoCloseable closeable : this.open) {
			closeable.close();
		}
	}

	@Test
	void socketsOfServersAreStoredOnce() throws IOException {
		KeptSockets sockets = sockets(List.of());
		ServerSocketChannel channel = server(sockets, false);
		DescriptorStore store = store(Map.of(), sockets);
		store.update();
		Datagram datagram = this.systemd.receive().orElseThrow();
		assertThat(datagram.text()).isEqualTo("FDSTORE=1\nFDNAME=" + name(channel));
		assertThat(datagram.descriptors()).singleElement()
			.satisfies((stored) -> assertThat(this.posix.getsockname(stored)).isEqualTo(channel.getLocalAddress()));
		datagram.descriptors().forEach(this.posix::close);
		store.update();
		assertThat(this.systemd.receive()).isEmpty();
		// Nor does the next image store it, or a start that has got it from the store.
		KeptSockets next = sockets(sockets.manager().unannounced());
		next.add(server(address(channel), false));
		store(Map.of(), next).update();
		assertThat(this.systemd.receive()).isEmpty();
		next.manager().leaveStored();
	}

	@Test
	void portIsFreeAfterAStopUnlessSystemdHasTheSocket() throws IOException {
		KeptSockets sockets = sockets(List.of());
		ServerSocketChannel channel = server(sockets, false);
		InetSocketAddress address = address(channel);
		store(Map.of(), sockets).update();
		Datagram datagram = this.systemd.receive().orElseThrow();
		sockets.drainForNextProcess(Duration.ZERO);
		channel.close();
		assertThatExceptionOfType(BindException.class).isThrownBy(() -> bind(address));
		datagram.descriptors().forEach(this.posix::close);
		assertThat(bind(address).getLocalAddress()).isEqualTo(address);
	}

	@Test
	void socketsOfSocketUnitsAndOnAnyPortAreNotStored() throws IOException {
		try (ManagerSocket unit = ManagerSocket.listen(this.posix, "127.0.0.1")) {
			KeptSockets sockets = sockets(unit.passed());
			sockets.add(server(new InetSocketAddress(InetAddress.getLoopbackAddress(), unit.port()), false));
			server(sockets, true);
			store(Map.of(), sockets).update();
			assertThat(this.systemd.receive()).isEmpty();
		}
	}

	@Test
	void socketThatNoServerListensOnIsRemovedAndClosed() throws IOException {
		ServerSocketChannel former = bind();
		int descriptor = sockets(List.of()).copy(address(former));
		String name = name(former);
		InetSocketAddress address = address(former);
		former.close();
		KeptSockets sockets = sockets(List.of(new ListenDescriptor(descriptor, name, true)));
		ServerSocketChannel channel = server(sockets, false);
		store(Map.of(), sockets).update();
		assertThat(this.systemd.receive().orElseThrow().text()).isEqualTo("FDSTOREREMOVE=1\nFDNAME=" + name);
		Datagram datagram = this.systemd.receive().orElseThrow();
		assertThat(datagram.text()).isEqualTo("FDSTORE=1\nFDNAME=" + name(channel));
		datagram.descriptors().forEach(this.posix::close);
		// The port is free again, and the number that LISTEN_FDS counts is not.
		assertThat(bind(address).isOpen()).isTrue();
		assertThat(Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))).isEqualTo(Path.of("/dev/null"));
		assertThat(sockets.manager().open()).contains(descriptor);
		sockets.manager().leaveStored();
		this.posix.close(descriptor);
	}

	@Test
	void socketThatKeepsAServerFromListeningIsRemovedBefore() throws IOException {
		ServerSocketChannel former = bind();
		int port = address(former).getPort();
		int descriptor = sockets(List.of()).copy(address(former));
		String name = name(former);
		former.close();
		KeptSockets sockets = sockets(List.of(new ListenDescriptor(descriptor, name, false)));
		store(Map.of(), sockets);
		InetSocketAddress requested = new InetSocketAddress(port);
		assertThat(sockets.takeDescriptor(requested, 0)).isEmpty();
		assertThat(this.systemd.receive().orElseThrow().text()).isEqualTo("FDSTOREREMOVE=1\nFDNAME=" + name);
		assertThat(bind(requested).isOpen()).isTrue();
	}

	@Test
	void successorLeavesTheSocketsOfItsPredecessorInTheStore() throws IOException {
		ServerSocketChannel predecessor = bind();
		int port = address(predecessor).getPort();
		ListenDescriptor stored = new ListenDescriptor(sockets(List.of()).copy(address(predecessor)), name(predecessor),
				false);
		KeptSockets sockets = sockets(List.of(stored));
		DescriptorStore store = DescriptorStore.of(Map.of(), this.notifySocket, sockets, true);
		assertThat(sockets.takeDescriptor(new InetSocketAddress(port), 0)).isEmpty();
		assertThat(this.systemd.receive()).isEmpty();
		assertThat(sockets.manager().stored()).containsExactly(stored);
		// Once it has taken over, the store is its own.
		store.update();
		assertThat(this.systemd.receive().orElseThrow().text()).isEqualTo("FDSTOREREMOVE=1\nFDNAME=" + stored.name());
		assertThat(sockets.manager().stored()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "FDSTORE,0", "MEMORY_PRESSURE_WATCH,/sys/fs/cgroup/memory.pressure" })
	void nothingIsSentWithoutStore(String variable, String value) throws IOException {
		KeptSockets sockets = sockets(List.of());
		server(sockets, false);
		store(Map.of(variable, value), sockets).update();
		assertThat(this.systemd.receive()).isEmpty();
		DescriptorStore.of(Map.of(), null, sockets, false).update();
		assertThat(this.systemd.receive()).isEmpty();
	}

	@Test
	void storeIsUsedWhereSystemdReportsItsSize() throws IOException {
		KeptSockets sockets = sockets(List.of());
		server(sockets, false);
		store(Map.of("FDSTORE", "4", "MEMORY_PRESSURE_WATCH", "/dev/null"), sockets).update();
		this.systemd.receive().orElseThrow().descriptors().forEach(this.posix::close);
		sockets.manager().leaveStored();
	}

	@ParameterizedTest
	@CsvSource({ "0.0.0.0,jdaemon-8080", "::,jdaemon-8080", "127.0.0.1,jdaemon-127.0.0.1-8080",
			"::1,jdaemon-0_0_0_0_0_0_0_1-8080" })
	void nameIsThatOfTheAddress(String host, String name) {
		assertThat(DescriptorStore.name(new InetSocketAddress(host, 8080))).isEqualTo(name);
	}

	private DescriptorStore store(Map<String, String> environment, KeptSockets sockets) {
		return DescriptorStore.of(environment, this.notifySocket, sockets, false);
	}

	private KeptSockets sockets(List<ListenDescriptor> passed) {
		return new KeptSockets(this.posix, List.of(), new ManagerSockets(this.posix, passed));
	}

	private ServerSocketChannel server(KeptSockets sockets, boolean anyPort) throws IOException {
		ServerSocketChannel channel = bind();
		sockets.add(server(address(channel), anyPort));
		return channel;
	}

	private ServerSocketChannel bind() throws IOException {
		return bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
	}

	private ServerSocketChannel bind(InetSocketAddress address) throws IOException {
		ServerSocketChannel channel = ServerSocketChannel.open();
		this.open.add(channel);
		return channel.bind(address);
	}

	private static InetSocketAddress address(ServerSocketChannel channel) throws IOException {
		return (InetSocketAddress) channel.getLocalAddress();
	}

	private static String name(ServerSocketChannel channel) throws IOException {
		return "jdaemon-127.0.0.1-" + address(channel).getPort();
	}

	private static ListeningServer server(InetSocketAddress address, boolean anyPort) {
		return new IdleServer(new InetSocketAddress(address.getAddress(), anyPort ? 0 : address.getPort()), address);
	}

}
