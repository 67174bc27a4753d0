package io.jdaemon.sockets;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import io.jdaemon.KernelTest;
import io.jdaemon.ListeningChannel;
import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixOverrides;
import io.jdaemon.process.InheritedSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link ApplicationSockets}, with real sockets. The next image is another
 * object, which gets the descriptors that the first one has kept.
 */
@KernelTest
class ApplicationSocketsTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private static final Duration SHORT = Duration.ofMillis(50);

	private final Posix posix = PosixOverrides.real();

	private final KeptSockets kept = kept(List.of());

	private final ApplicationSockets sockets = open(this.kept, LONG);

	private final List<AutoCloseable> open = new ArrayList<>();

	private final List<String> journal = Collections.synchronizedList(new ArrayList<>());

	@AfterEach
	void close() throws Exception {
		this.kept.release();
		for (AutoCloseable closeable : this.open) {
			closeable.close();
		}
		this.sockets.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "127.0.0.1", "0.0.0.0", "::1", "::" })
	void nextImageServesConnectionsThatWait(String host) throws IOException {
		InetSocketAddress requested = new InetSocketAddress(host, 0);
		ListeningChannel first = this.sockets.open(requested);
		List<InheritedSocket> passed = passOn();
		first.close();
		Socket client = connect(first.address().getPort(), requested.getAddress());
		ListeningChannel second = next(passed).open(requested);
		assertThat(second.address()).isEqualTo(first.address());
		assertThat(first.address().getPort()).isNotZero();
		try (SocketChannel accepted = second.channel().accept()) {
			assertThat(accepted.getRemoteAddress()).isEqualTo(client.getLocalSocketAddress());
			assertThat(accepted.getLocalAddress()).isEqualTo(client.getRemoteSocketAddress());
		}
	}

	@Test
	void adoptedChannelWorksWithSelector() throws IOException {
		ListeningChannel first = this.sockets.open(loopback(0));
		List<InheritedSocket> passed = passOn();
		first.close();
		ListeningChannel second = next(passed).open(loopback(0));
		connect(second.address().getPort(), InetAddress.getLoopbackAddress());
		try (Selector selector = Selector.open()) {
			second.channel().configureBlocking(false).register(selector, SelectionKey.OP_ACCEPT);
			assertThat(selector.select(LONG.toMillis())).isOne();
			try (SocketChannel accepted = second.channel().accept()) {
				assertThat(accepted).isNotNull();
			}
		}
	}

	@Test
	void serverWithPortZeroDoesNotGetTheSocketOfTheApplication() throws IOException {
		ListeningChannel first = this.sockets.open(loopback(0));
		KeptSockets next = kept(passOn());
		first.close();
		assertThat(next.takeChannel(loopback(0), 1)).isEmpty();
		assertThat(opened(open(next, LONG)).open(loopback(0)).address()).isEqualTo(first.address());
	}

	@Test
	void socketThatTheNextImageDoesNotOpenIsClosed() throws IOException {
		ListeningChannel first = this.sockets.open(loopback(0));
		KeptSockets next = kept(passOn());
		first.close();
		connect(first.address().getPort(), InetAddress.getLoopbackAddress());
		next.closeRest();
		assertThatExceptionOfType(ConnectException.class)
			.isThrownBy(() -> connect(first.address().getPort(), InetAddress.getLoopbackAddress()));
	}

	@Test
	void portOfClosedChannelIsFreeAndMayBeOpenedAgain() throws IOException {
		ListeningChannel first = this.sockets.open(loopback(0));
		InetSocketAddress address = first.address();
		assertThat(this.kept.others()).doesNotContain(address);
		first.close();
		assertThatExceptionOfType(ConnectException.class)
			.isThrownBy(() -> connect(address.getPort(), InetAddress.getLoopbackAddress()));
		for (int i = 0; i < 2; i++) {
			// To close the channel itself is the same.
			this.sockets.open(address).channel().close();
		}
		assertThat(this.sockets.open(address).address()).isEqualTo(address);
		assertThat(this.kept.keep()).singleElement();
	}

	@Test
	void addressThatIsOpenIsRefused() throws IOException {
		for (InetSocketAddress address : List.of(loopback(0), new InetSocketAddress(0))) {
			this.sockets.open(address);
			assertThatIllegalStateException().isThrownBy(() -> this.sockets.open(address))
				.withMessage("This application has the listening socket for %s open: share its ListeningChannel,"
						+ " or close it first", InheritedSocket.address(address));
		}
	}

	@Test
	void hostWithoutAddressIsRefused() {
		assertThatExceptionOfType(UnknownHostException.class)
			.isThrownBy(() -> this.sockets.open(InetSocketAddress.createUnresolved("nowhere.invalid", 7)))
			.withMessage("The host nowhere.invalid has no address");
	}

	@Test
	void socketIsBoundWhereNoneSurvives() throws IOException {
		ApplicationSockets off = opened(open(null, LONG));
		ListeningChannel channel = off.open(loopback(0));
		channel.onDrain(() -> this.journal.add("drained"));
		connect(channel.address().getPort(), InetAddress.getLoopbackAddress());
		assertThat(channel.address()).isEqualTo(channel.channel().getLocalAddress());
		off.drain();
		off.close();
		assertThat(this.journal).containsExactly("drained");
		assertThat(channel.channel().isOpen()).isFalse();
	}

	@Test
	void drainWaitsForTheActionsAndCallsThemOnce() throws IOException {
		ListeningChannel channel = this.sockets.open(loopback(0));
		channel.onDrain(() -> {
			await().pollDelay(SHORT).until(() -> true);
			this.journal.add("first");
		});
		channel.onDrain(() -> {
			throw new IllegalStateException("An action fails on purpose");
		});
		channel.onDrain(() -> this.journal.add("last"));
		assertThat(this.kept.drain(Duration.ZERO)).isEmpty();
		assertThat(this.journal).containsExactly("first", "last");
		this.sockets.drain();
		this.kept.drainForSuccessor(LONG);
		channel.onDrain(() -> this.journal.add("too late"));
		assertThat(this.journal).containsExactly("first", "last", "too late");
	}

	@Test
	void drainEndsOnceTheActionsAreOutOfTime() throws IOException {
		CountDownLatch never = new CountDownLatch(1);
		this.open.add(never::countDown);
		ApplicationSockets impatient = opened(open(this.kept, SHORT));
		impatient.open(loopback(0)).onDrain(() -> {
			try {
				never.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			this.journal.add("at last");
		});
		assertThat(this.kept.drain(LONG)).isEmpty();
		impatient.drain();
		assertThat(this.journal).isEmpty();
	}

	@Test
	void successorIsLeftToServeOnceTheDrainTimeoutIsOver() throws IOException {
		CountDownLatch never = new CountDownLatch(1);
		this.open.add(never::countDown);
		this.sockets.open(loopback(0)).onDrain(() -> {
			try {
				never.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		});
		assertThat(this.kept.drainForSuccessor(SHORT))
			.hasValue("The application was still draining 127.0.0.1:0/application after 0 s.");
	}

	@Test
	void closedChannelIsNotDrained() throws IOException {
		ListeningChannel channel = this.sockets.open(loopback(0));
		channel.onDrain(() -> this.journal.add("drained"));
		channel.close();
		this.sockets.drain();
		assertThat(this.kept.drain(Duration.ZERO)).isEmpty();
		assertThat(this.journal).isEmpty();
	}

	private ApplicationSockets next(List<InheritedSocket> passed) {
		return opened(open(kept(passed), LONG));
	}

	private ApplicationSockets opened(ApplicationSockets sockets) {
		this.open.add(sockets);
		return sockets;
	}

	private static ApplicationSockets open(KeptSockets kept, Duration drainTimeout) {
		return new ApplicationSockets(kept, drainTimeout);
	}

	/** What the next image gets, with descriptors of its own. */
	private List<InheritedSocket> passOn() throws IOException {
		List<InheritedSocket> passed = new ArrayList<>();
		for (InheritedSocket socket : this.kept.keep()) {
			passed.add(new InheritedSocket(this.posix.dup(socket.descriptor()), socket.address()));
		}
		this.kept.release();
		return passed;
	}

	private KeptSockets kept(List<InheritedSocket> passed) {
		return new KeptSockets(this.posix, passed, new ManagerSockets(this.posix, List.of()));
	}

	private Socket connect(int port, InetAddress address) throws IOException {
		Socket client = new Socket();
		this.open.add(client);
		client.connect(
				new InetSocketAddress(address.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address, port),
				(int) LONG.toMillis());
		return client;
	}

	private static InetSocketAddress loopback(int port) {
		return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
	}

}
