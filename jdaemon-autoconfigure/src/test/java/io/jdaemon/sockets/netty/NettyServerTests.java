package io.jdaemon.sockets.netty;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.jdaemon.KernelTest;
import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixOverrides;
import io.jdaemon.sockets.KeptSockets;
import io.jdaemon.sockets.ManagerSockets;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.LoopResources;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link NettyServer}, with a connection that is being accepted when something
 * is decided about all connections.
 */
@KernelTest
class NettyServerTests {

	private static final int TIMEOUT_MILLIS = 20_000;

	private final LoopResources resources = LoopResources.create("test");

	private final BlockingQueue<Runnable> accepted = new LinkedBlockingQueue<>();

	private DisposableServer netty;

	private NettyServer server;

	@BeforeEach
	void start() {
		InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
		Posix posix = PosixOverrides.real();
		KeptSockets sockets = new KeptSockets(posix, List.of(), new ManagerSockets(posix, List.of()));
		this.netty = HttpServer.create()
			.bindAddress(() -> address)
			.runOn(new InheritedChannelLoopResources(() -> this.resources, sockets, () -> address, 0))
			.handle((request, response) -> response.sendString(Mono.just("text")))
			.bindNow();
		ChannelPipeline pipeline = this.netty.channel().pipeline();
		this.server = pipeline.get(NettyServer.class);
		// On its loop: elsewhere, a connection may still pass a handler that was added.
		this.netty.channel()
			.eventLoop()
			.submit(() -> pipeline.addAfter(pipeline.context(this.server).name(), null, new RegistrationDelay()))
			.syncUninterruptibly();
	}

	@AfterEach
	void stop() {
		this.netty.disposeNow();
		this.resources.disposeLater().block();
	}

	@Test
	void announcesEndOnConnectionThatIsBeingAccepted() throws IOException, InterruptedException {
		try (Socket first = connect(); Socket second = connect()) {
			register();
			Runnable registration = takeRegistration();
			this.server.announceEnd();
			registration.run();
			assertThat(exchange(first)).startsWith("HTTP/1.1 200").containsIgnoringCase("connection: close");
			assertThat(exchange(second)).startsWith("HTTP/1.1 200").containsIgnoringCase("connection: close");
		}
	}

	@Test
	void servesConnectionThatIsBeingAcceptedWhenItStopsAccepting() throws IOException, InterruptedException {
		this.server.announceEnd();
		try (Socket client = connect()) {
			Runnable registration = takeRegistration();
			this.server.stopAccepting();
			registration.run();
			assertThat(exchange(client)).startsWith("HTTP/1.1 200").containsIgnoringCase("connection: close");
		}
	}

	private void register() throws InterruptedException {
		takeRegistration().run();
	}

	private Runnable takeRegistration() throws InterruptedException {
		Runnable registration = this.accepted.poll(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
		assertThat(registration).isNotNull();
		return registration;
	}

	private Socket connect() throws IOException {
		Socket client = new Socket(this.netty.host(), this.netty.port());
		client.setSoTimeout(TIMEOUT_MILLIS);
		return client;
	}

	// The server closes the connection after the response.
	private static String exchange(Socket client) throws IOException {
		client.getOutputStream().write("GET / HTTP/1.1\r\nHost: test\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
		return new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
	}

	/** Registers the connections that have been accepted when the test says so. */
	private final class RegistrationDelay extends ChannelInboundHandlerAdapter {

		@Override
		public void channelRead(ChannelHandlerContext context, Object message) {
			NettyServerTests.this.accepted
				.add(() -> context.channel().eventLoop().execute(() -> context.fireChannelRead(message)));
		}

	}

}
