package io.jdaemon.sockets;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.jdaemon.KernelTest;
import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixException;
import io.jdaemon.posix.PosixOverrides;
import io.jdaemon.process.InheritedSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link KeptSockets}, with real sockets.
 */
@KernelTest
class KeptSocketsTests {

	private static final int BACKLOG = 50;

	private static final int TIMEOUT_MILLIS = 20_000;

	private final Posix posix = PosixOverrides.real();

	private final List<AutoCloseable> open = new ArrayList<>();

	@AfterEach
	void close() throws Exception {
		for (AutoCloseable closeable : this.open) {
			closeable.close();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "127.0.0.1", "0.0.0.0", "::1" })
	void adoptedChannelHasAddressAndConnectionsOfSocket(String host) throws IOException {
		ServerSocketChannel first = listen(new InetSocketAddress(host, 0));
		InetSocketAddress address = (InetSocketAddress) first.getLocalAddress();
		InheritedSocket kept = keep(first, new InetSocketAddress(host, 0));
		first.close();
		Socket client = connect(address.getPort(), InetAddress.getByName(host));
		InheritedServerChannel channel = sockets(kept).takeChannel(new InetSocketAddress(host, 0), BACKLOG)
			.orElseThrow();
		this.open.add(channel);
		assertThat(channel.getLocalAddress()).isEqualTo(address);
		assertThat(channel.socket().getLocalPort()).isEqualTo(address.getPort());
		try (SocketChannel accepted = channel.accept()) {
			assertThat(accepted.getRemoteAddress()).isEqualTo(client.getLocalSocketAddress());
		}
		assertThatExceptionOfType(PosixException.class).isThrownBy(() -> this.posix.accepting(kept.descriptor()));
	}

	@Test
	void socketAdoptedWithoutBacklogKeepsItsOwn() throws IOException {
		ServerSocketChannel first = listen(loopback(0));
		InetSocketAddress address = (InetSocketAddress) first.getLocalAddress();
		InheritedSocket kept = keep(first, loopback(0));
		first.close();
		Optional<InheritedServerChannel> channel = sockets(kept).takeChannel(loopback(0), 0);
		this.open.add(channel.orElseThrow());
		// With a backlog of 0 the second connection would have to send its SYN again.
		for (int i = 0; i < BACKLOG / 2; i++) {
			connect(address.getPort(), InetAddress.getLoopbackAddress());
		}
		assertThat(this.posix.accepting(keep(channel.get(), loopback(0)).descriptor())).isTrue();
	}

	@Test
	void socketsOfOneAddressAreAdoptedInOrder() throws IOException {
		ServerSocketChannel first = listen(loopback(0));
		ServerSocketChannel second = listen(loopback(0));
		KeptSockets next = sockets(keep(first, loopback(0)), keep(second, loopback(0)));
		for (ServerSocketChannel channel : List.of(first, second)) {
			InheritedServerChannel adopted = next.takeChannel(loopback(0), BACKLOG).orElseThrow();
			this.open.add(adopted);
			assertThat(adopted.getLocalAddress()).isEqualTo(channel.getLocalAddress());
		}
		assertThat(next.takeChannel(loopback(0), BACKLOG)).isEmpty();
	}

	@Test
	void discardedSocketIsClosed() throws IOException {
		ServerSocketChannel first = listen(loopback(0));
		InheritedSocket kept = keep(first, loopback(0));
		KeptSockets next = sockets(kept);
		next.discard(loopback(1));
		assertThat(this.posix.accepting(kept.descriptor())).isTrue();
		next.discard(loopback(0));
		assertThatExceptionOfType(PosixException.class).isThrownBy(() -> this.posix.accepting(kept.descriptor()));
		assertThat(next.takeDescriptor(loopback(0), BACKLOG)).isEmpty();
	}

	@Test
	void socketThatKeepsAServerFromListeningIsClosed() throws IOException {
		ServerSocketChannel first = listen(loopback(0));
		int port = ((InetSocketAddress) first.getLocalAddress()).getPort();
		InheritedSocket kept = keep(first, loopback(port));
		first.close();
		KeptSockets next = sockets(kept);
		assertThat(next.takeChannel(new InetSocketAddress("127.0.0.2", port), BACKLOG)).isEmpty();
		assertThat(this.posix.accepting(kept.descriptor())).isTrue();
		assertThat(next.takeChannel(new InetSocketAddress(port), BACKLOG)).isEmpty();
		assertThat(listen(new InetSocketAddress(port)).isOpen()).isTrue();
	}

	@Test
	void releasedSocketsAreClosed() throws IOException {
		KeptSockets sockets = sockets();
		IdleServer server = new IdleServer(loopback(0), (InetSocketAddress) listen(loopback(0)).getLocalAddress());
		sockets.add(server);
		InheritedSocket kept = sockets.keep().get(0);
		assertThat(this.posix.accepting(kept.descriptor())).isTrue();
		sockets.release();
		assertThatExceptionOfType(PosixException.class).isThrownBy(() -> this.posix.accepting(kept.descriptor()));
		assertThat(sockets.keep()).singleElement();
		sockets.release();
	}

	@Test
	void socketsThatWereKeptBeforeAFailureAreClosed() throws IOException {
		FailingDup kernel = new FailingDup(this.posix, 2);
		KeptSockets sockets = sockets(PosixOverrides.with(kernel));
		for (int i = 0; i < 2; i++) {
			sockets.add(new IdleServer(loopback(0), (InetSocketAddress) listen(loopback(0)).getLocalAddress()));
		}
		int before = SocketTable.read(this.posix).addresses().size();
		assertThatExceptionOfType(PosixException.class).isThrownBy(sockets::keep);
		assertThat(SocketTable.read(this.posix).addresses()).hasSize(before);
		assertThat(sockets.keep()).hasSize(2);
		// What was kept for a restart that did not take place is not kept twice.
		assertThat(sockets.keep()).hasSize(2);
		assertThat(SocketTable.read(this.posix).addresses()).hasSize(before + 2);
		sockets.release();
	}

	@Test
	void socketsOfNoServerAreNamed() throws IOException {
		KeptSockets sockets = sockets();
		InetSocketAddress own = (InetSocketAddress) listen(loopback(0)).getLocalAddress();
		InetSocketAddress other = (InetSocketAddress) listen(loopback(0)).getLocalAddress();
		EphemeralPorts ephemeral = EphemeralPorts.read();
		InetSocketAddress fixed = loopback(ephemeral.first() - 1);
		while (!tryListen(fixed)) {
			fixed = loopback(fixed.getPort() - 1);
		}
		sockets.add(new IdleServer(loopback(0), own));
		assertThat(sockets.others()).contains(other, fixed).doesNotContain(own);
		assertThat(ephemeral.contains(other.getPort())).isTrue();
		assertThat(sockets.othersOnFixedPorts()).contains(fixed).doesNotContain(other);
	}

	private boolean tryListen(InetSocketAddress address) throws IOException {
		try {
			listen(address);
			return true;
		}
		catch (BindException ex) {
			return false;
		}
	}

	@Test
	void serverThatDoesNotListenIsNotKept() throws IOException {
		KeptSockets sockets = sockets();
		sockets.add(new IdleServer(loopback(0), null));
		assertThat(sockets.keep()).isEmpty();
	}

	private KeptSockets sockets(InheritedSocket... inherited) {
		return sockets(this.posix, inherited);
	}

	private static KeptSockets sockets(Posix posix, InheritedSocket... inherited) {
		return new KeptSockets(posix, List.of(inherited), new ManagerSockets(posix, List.of()));
	}

	private ServerSocketChannel listen(InetSocketAddress address) throws IOException {
		ServerSocketChannel channel = ServerSocketChannel.open();
		this.open.add(channel);
		return channel.bind(address, BACKLOG);
	}

	private InheritedSocket keep(ServerSocketChannel channel, InetSocketAddress requested) throws IOException {
		int descriptor = SocketTable.read(this.posix).find((InetSocketAddress) channel.getLocalAddress()).orElseThrow();
		int kept = this.posix.dup(descriptor);
		return new InheritedSocket(kept, InheritedSocket.address(requested));
	}

	private Socket connect(int port, InetAddress address) throws IOException {
		Socket client = new Socket();
		this.open.add(client);
		client.connect(
				new InetSocketAddress(address.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address, port),
				TIMEOUT_MILLIS);
		return client;
	}

	private static InetSocketAddress loopback(int port) {
		return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
	}

	/** A kernel that has no descriptor left at one call. */
	private static final class FailingDup {

		private final Posix posix;

		private int calls;

		FailingDup(Posix posix, int calls) {
			this.posix = posix;
			this.calls = calls;
		}

		int dup(int descriptor) throws PosixException {
			this.calls--;
			if (this.calls == 0) {
				throw new PosixException("fcntl F_DUPFD_CLOEXEC", 24, "Too many open files");
			}
			return this.posix.dup(descriptor);
		}

	}

}
