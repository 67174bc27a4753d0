package io.jdaemon.autoconfigure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.jdaemon.KernelTest;
import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixOverrides;
import io.jdaemon.process.InheritedSocket;
import io.jdaemon.process.ListenDescriptor;
import io.jdaemon.sockets.KeptSockets;
import io.jdaemon.sockets.ManagerSocket;
import io.jdaemon.sockets.ManagerSockets;
import io.netty.channel.EventLoopGroup;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.jetty.reactive.JettyReactiveWebServerFactory;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.tomcat.reactive.TomcatReactiveWebServerFactory;
import org.springframework.boot.web.server.AbstractConfigurableWebServerFactory;
import org.springframework.boot.web.server.Http2;
import org.springframework.boot.web.server.Shutdown;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.reactive.ReactiveWebServerFactory;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of real servers that pass their listening socket on to the next server.
 */
@KernelTest
class KeptSocketsTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private static final Duration SHORT = Duration.ofMillis(50);

	private static final Consumer<String> ONE_OPEN = (rest) -> assertThat(rest)
		.startsWith("1 connection was still open");

	private final Posix posix = PosixOverrides.real();

	private final List<WebServer> servers = new ArrayList<>();

	private final List<Socket> clients = new ArrayList<>();

	private final CountDownLatch slow = new CountDownLatch(1);

	private final CountDownLatch slowStarted = new CountDownLatch(1);

	private final AtomicInteger requests = new AtomicInteger();

	@AfterEach
	void stop() throws IOException {
		this.slow.countDown();
		for (Socket client : this.clients) {
			client.close();
		}
		for (WebServer server : this.servers) {
			server.stop();
			server.destroy();
		}
	}

	@ParameterizedTest
	@EnumSource
	void waitingConnectionsAreServedByTheNextServer(Server server) throws IOException {
		KeptSockets first = sockets(List.of());
		WebServer predecessor = start(server, first, 0, "first");
		int port = predecessor.getPort();
		List<InheritedSocket> kept = first.keep();
		assertThat(kept).singleElement().extracting(InheritedSocket::address).isEqualTo("127.0.0.1:0");
		first.drain(Duration.ZERO);
		end(predecessor);
		for (int i = 0; i < 50; i++) {
			send(connect(port), "/");
		}
		KeptSockets second = sockets(kept);
		WebServer successor = start(server, second, 0, "second");
		second.closeRest();
		assertThat(successor.getPort()).isEqualTo(port);
		for (Socket client : this.clients) {
			assertThat(receive(client)).startsWith("HTTP/1.1 200").endsWith("second");
		}
	}

	@ParameterizedTest
	@EnumSource
	void socketIsPassedOnFromServerToServer(Server server) throws IOException {
		KeptSockets sockets = sockets(List.of());
		WebServer current = start(server, sockets, 0, "0");
		int port = current.getPort();
		for (int i = 1; i <= 3; i++) {
			List<InheritedSocket> kept = sockets.keep();
			sockets.drain(Duration.ZERO);
			end(current);
			sockets = sockets(kept);
			current = start(server, sockets, 0, Integer.toString(i));
			Socket client = connect(port);
			send(client, "/");
			assertThat(receive(client)).endsWith(Integer.toString(i));
			client.close();
		}
	}

	@ParameterizedTest
	@EnumSource
	void keepAliveConnectionIsClosedByItsNextResponse(Server server) throws Exception {
		KeptSockets sockets = sockets(List.of());
		Socket client = connect(start(server, sockets, 0, "only").getPort());
		send(client, "/");
		assertThat(receive(client)).endsWith("only").doesNotContainIgnoringCase("connection: close");
		sockets.keep();
		assertThat(sockets.drain(SHORT)).hasValueSatisfying(ONE_OPEN);
		send(client, "/");
		assertThat(receive(client)).endsWith("only").containsIgnoringCase("connection: close");
		assertThat(client.getInputStream().read()).isEqualTo(-1);
		sockets.release();
	}

	// A connection that waited in the kernel would get its response from the next server
	// only, which is never started here.
	@ParameterizedTest
	@EnumSource
	void newConnectionsAreServedWhileAnotherIsAwaited(Server server) throws Exception {
		KeptSockets sockets = sockets(List.of());
		int port = start(server, sockets, 0, "only").getPort();
		Socket keptAlive = connect(port);
		send(keptAlive, "/");
		receive(keptAlive);
		sockets.keep();
		CompletableFuture<Optional<String>> drain = CompletableFuture.supplyAsync(() -> sockets.drain(LONG));
		awaitAnnouncement(port);
		for (int i = 0; i < 20; i++) {
			Socket client = connect(port);
			send(client, "/");
			assertThat(receive(client)).endsWith("only").containsIgnoringCase("connection: close");
			assertThat(client.getInputStream().read()).isEqualTo(-1);
			client.close();
		}
		Socket silent = connect(port);
		send(keptAlive, "/");
		assertThat(receive(keptAlive)).endsWith("only").containsIgnoringCase("connection: close");
		keptAlive.close();
		send(silent, "/");
		assertThat(receive(silent)).endsWith("only").containsIgnoringCase("connection: close");
		silent.close();
		assertThat(drain.get()).isEmpty();
		// The first probes may have been accepted before.
		assertThat(sockets.gap().orElseThrow().acceptedLast()).isGreaterThanOrEqualTo(21);
		sockets.release();
	}

	@ParameterizedTest
	@EnumSource
	void newConnectionsOfHttp2AreServedWhileAnotherIsAwaited(Server server) throws Exception {
		KeptSockets sockets = sockets(List.of());
		int port = start(server, sockets, 0, "only").getPort();
		Socket keptAlive = connect(port);
		send(keptAlive, "/");
		receive(keptAlive);
		sockets.keep();
		CompletableFuture<Optional<String>> drain = CompletableFuture.supplyAsync(() -> sockets.drain(LONG));
		awaitAnnouncement(port);
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/")).build();
		for (int i = 0; i < 5; i++) {
			// It closes its connection when it gets GOAWAY.
			var http = java.net.http.HttpClient.newHttpClient();
			for (int j = 0; j < 3; j++) {
				HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
				assertThat(response.body()).isEqualTo("only");
				assertThat(response.version()).isEqualTo(Version.HTTP_2);
			}
		}
		send(keptAlive, "/");
		receive(keptAlive);
		keptAlive.close();
		assertThat(drain.get()).isEmpty();
		sockets.release();
	}

	private void awaitAnnouncement(int port) throws IOException {
		String response = "";
		while (!response.toLowerCase(Locale.ROOT).contains("connection: close")) {
			Socket client = connect(port);
			send(client, "/");
			response = receive(client);
			client.close();
		}
	}

	@ParameterizedTest
	@EnumSource
	void requestInFlightGetsItsWholeResponse(Server server) throws Exception {
		KeptSockets sockets = sockets(List.of());
		Socket client = connect(start(server, sockets, 0, "only").getPort());
		send(client, "/slow");
		this.slowStarted.await();
		sockets.keep();
		assertThat(sockets.drain(SHORT)).hasValueSatisfying(ONE_OPEN);
		this.slow.countDown();
		assertThat(receive(client)).startsWith("HTTP/1.1 200")
			.endsWith("only")
			.containsIgnoringCase("connection: close");
		assertThat(client.getInputStream().read()).isEqualTo(-1);
		sockets.release();
	}

	// A client may send what follows the last response once more, since RFC 9112, section
	// 9.6, forbids a server to process it.
	@ParameterizedTest
	@EnumSource
	void pipelinedRequestsAfterTheLastResponseAreNotProcessed(Server server) throws Exception {
		KeptSockets sockets = sockets(List.of());
		Socket client = connect(start(server, sockets, 0, "only").getPort());
		send(client, "/slow", "/", "/", "/", "/");
		this.slowStarted.await();
		sockets.keep();
		sockets.drain(Duration.ZERO);
		this.slow.countDown();
		assertThat(receive(client)).endsWith("only").containsIgnoringCase("connection: close");
		assertThat(client.getInputStream().read()).isEqualTo(-1);
		assertThat(this.requests).hasValue(1);
		sockets.release();
	}

	@ParameterizedTest
	@EnumSource
	void idleConnectionIsClosedWhileTheServerFinishesAnotherRequest(Server server) throws Exception {
		KeptSockets sockets = sockets(List.of());
		WebServer webServer = start(server, sockets, 0, "only");
		Socket idle = connect(webServer.getPort());
		send(idle, "/");
		receive(idle);
		Socket client = connect(webServer.getPort());
		send(client, "/slow");
		this.slowStarted.await();
		sockets.keep();
		sockets.drain(Duration.ZERO);
		webServer.shutDownGracefully((result) -> {
		});
		assertThat(idle.getInputStream().read()).isEqualTo(-1);
		this.slow.countDown();
		assertThat(receive(client)).endsWith("only").containsIgnoringCase("connection: close");
		sockets.release();
	}

	@ParameterizedTest
	@EnumSource
	void http2StreamsAreCompleted(Server server) throws Exception {
		KeptSockets sockets = sockets(List.of());
		int port = start(server, sockets, 0, "only").getPort();
		ConnectionProvider connections = ConnectionProvider.create("test");
		HttpClient http = HttpClient.create(connections).protocol(HttpProtocol.H2C).baseUrl("http://127.0.0.1:" + port);
		assertThat(get(http, "/").get()).isEqualTo("only");
		CompletableFuture<String> slow = get(http, "/slow");
		this.slowStarted.await();
		sockets.keep();
		assertThat(sockets.drain(SHORT)).hasValueSatisfying(ONE_OPEN);
		this.slow.countDown();
		assertThat(slow.get()).isEqualTo("only");
		connections.dispose();
		sockets.release();
	}

	@ParameterizedTest
	@EnumSource
	void socketOfAnotherAddressIsLeftAlone(Server server) throws IOException {
		KeptSockets first = sockets(List.of());
		WebServer predecessor = start(server, first, 0, "first");
		int port = predecessor.getPort();
		List<InheritedSocket> kept = first.keep();
		first.drain(Duration.ZERO);
		end(predecessor);
		KeptSockets second = sockets(List.of(new InheritedSocket(kept.get(0).descriptor(), "*:1")));
		WebServer successor = start(server, second, 0, "second");
		assertThat(successor.getPort()).isNotEqualTo(port);
		second.closeRest();
		// The port is free again.
		assertThat(start(server, sockets(List.of()), port, "third").getPort()).isEqualTo(port);
	}

	// What systemd passes: a socket that blocks.
	@ParameterizedTest
	@EnumSource
	void socketOfTheServiceManagerOutlivesEachServer(Server server) throws IOException {
		try (ManagerSocket socket = ManagerSocket.listen(this.posix, "127.0.0.1")) {
			for (int i = 0; i < 3; i++) {
				for (int client = 0; client < 10; client++) {
					send(connect(socket.port()), "/");
				}
				KeptSockets sockets = sockets(List.of(), socket.passed());
				WebServer webServer = start(server, sockets, socket.port(), Integer.toString(i));
				assertThat(webServer.getPort()).isEqualTo(socket.port());
				for (Socket client : this.clients) {
					assertThat(receive(client)).startsWith("HTTP/1.1 200").endsWith(Integer.toString(i));
					client.close();
				}
				this.clients.clear();
				end(webServer);
			}
		}
	}

	// A socket unit may have another family, and be on one of all addresses.
	@ParameterizedTest
	@EnumSource
	void socketOfTheServiceManagerIsKeptLikeAnyOther(Server server) throws IOException {
		for (String host : List.of("0.0.0.0", "::", "127.0.0.1")) {
			try (ManagerSocket socket = ManagerSocket.listen(this.posix, host)) {
				KeptSockets first = sockets(List.of(), socket.passed());
				WebServer predecessor = start(server, first, null, socket.port(), "first");
				List<InheritedSocket> kept = first.keep();
				assertThat(kept).singleElement().extracting(InheritedSocket::address).isEqualTo("*:" + socket.port());
				first.drain(Duration.ZERO);
				end(predecessor);
				socket.release();
				send(connect(socket.port()), "/");
				KeptSockets second = sockets(kept);
				WebServer successor = start(server, second, null, socket.port(), "second");
				for (Socket client : this.clients) {
					assertThat(receive(client)).startsWith("HTTP/1.1 200").endsWith("second");
					client.close();
				}
				this.clients.clear();
				end(successor);
			}
		}
	}

	private KeptSockets sockets(List<InheritedSocket> inherited) throws IOException {
		return sockets(inherited, List.of());
	}

	private KeptSockets sockets(List<InheritedSocket> inherited, List<ListenDescriptor> passed) throws IOException {
		KeptSockets sockets = new KeptSockets(this.posix, inherited, new ManagerSockets(this.posix, passed));
		sockets.closeOnExec();
		return sockets;
	}

	private WebServer start(Server server, KeptSockets sockets, int port, String text) {
		return start(server, sockets, InetAddress.getLoopbackAddress(), port, text);
	}

	private WebServer start(Server server, KeptSockets sockets, @Nullable InetAddress address, int port, String text) {
		StaticListableBeanFactory beans = new StaticListableBeanFactory();
		beans.addBean("sockets", sockets);
		AbstractConfigurableWebServerFactory factory = server.factory.apply(beans.getBeanProvider(KeptSockets.class));
		factory.setAddress(address);
		factory.setPort(port);
		factory.setShutdown(Shutdown.GRACEFUL);
		Http2 http2 = new Http2();
		http2.setEnabled(true);
		factory.setHttp2(http2);
		WebServer webServer = ((ReactiveWebServerFactory) factory)
			.getWebServer((request, response) -> respond(request, response, text));
		this.servers.add(webServer);
		webServer.start();
		return webServer;
	}

	private Mono<Void> respond(ServerHttpRequest request, ServerHttpResponse response, String text) {
		this.requests.incrementAndGet();
		Mono<String> body = request.getPath().value().equals("/slow") ? Mono.fromCallable(() -> {
			this.slowStarted.countDown();
			this.slow.await();
			return text;
		}).subscribeOn(Schedulers.boundedElastic()) : Mono.just(text);
		response.getHeaders().setContentLength(text.length());
		Mono<? extends DataBuffer> buffers = body
			.map((content) -> response.bufferFactory().wrap(content.getBytes(StandardCharsets.US_ASCII)));
		return response.writeWith(buffers);
	}

	private void end(WebServer server) {
		CountDownLatch done = new CountDownLatch(1);
		server.shutDownGracefully((result) -> done.countDown());
		await().until(() -> done.getCount() == 0);
		server.stop();
		server.destroy();
		this.servers.remove(server);
	}

	private Socket connect(int port) throws IOException {
		Socket client = new Socket();
		client.setSoTimeout((int) LONG.toMillis());
		client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
		this.clients.add(client);
		return client;
	}

	private static void send(Socket client, String... paths) throws IOException {
		client.getOutputStream()
			.write(Arrays.stream(paths)
				.map((path) -> "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
				.collect(Collectors.joining())
				.getBytes(StandardCharsets.US_ASCII));
	}

	// Reads the head and the body, whose length is in the head.
	private static String receive(Socket client) throws IOException {
		StringBuilder received = new StringBuilder();
		while (received.indexOf("\r\n\r\n") < 0) {
			append(received, client);
		}
		int end = received.indexOf("\r\n\r\n") + 4
				+ Integer.parseInt(received.toString().replaceFirst("(?is).*content-length: (\\d+).*", "$1"));
		while (received.length() < end) {
			append(received, client);
		}
		return received.toString();
	}

	private static void append(StringBuilder received, Socket client) throws IOException {
		int read = client.getInputStream().read();
		assertThat(read).as("after '%s'", received).isNotEqualTo(-1);
		received.append((char) read);
	}

	private static CompletableFuture<String> get(HttpClient http, String path) {
		return http.get().uri(path).responseContent().aggregate().asString().toFuture();
	}

	/** The servers, customized to keep their sockets. */
	enum Server {

		TOMCAT((sockets) -> {
			TomcatReactiveWebServerFactory factory = new TomcatReactiveWebServerFactory();
			new TomcatSocketsConfiguration.TomcatSocketsCustomizer(sockets).customize(factory);
			return factory;
		}),

		JETTY((sockets) -> {
			JettyReactiveWebServerFactory factory = new JettyReactiveWebServerFactory();
			new JettySocketsConfiguration.JettySocketsCustomizer(sockets).customize(factory);
			return factory;
		}),

		NETTY((sockets) -> netty(sockets, new DefaultResources(true))),

		NETTY_WITHOUT_EPOLL((sockets) -> netty(sockets, new DefaultResources(false)));

		private final Function<ObjectProvider<KeptSockets>, AbstractConfigurableWebServerFactory> factory;

		Server(Function<ObjectProvider<KeptSockets>, AbstractConfigurableWebServerFactory> factory) {
			this.factory = factory;
		}

		private static AbstractConfigurableWebServerFactory netty(ObjectProvider<KeptSockets> sockets,
				LoopResources loops) {
			ReactorResourceFactory resources = new ReactorResourceFactory();
			resources.setUseGlobalResources(false);
			resources.setConnectionProvider(ConnectionProvider.newConnection());
			resources.setLoopResources(loops);
			resources.afterPropertiesSet();
			StaticListableBeanFactory beans = new StaticListableBeanFactory();
			beans.addBean("resources", resources);
			NettyReactiveWebServerFactory factory = new NettyReactiveWebServerFactory();
			new NettySocketsConfiguration.NettySocketsCustomizer(sockets,
					beans.getBeanProvider(ReactorResourceFactory.class))
				.customize(factory);
			return factory;
		}

	}

	/**
	 * Netty's own loops, by epoll(7) or by Java's selectors.
	 *
	 * @param epoll whether by epoll(7)
	 */
	record DefaultResources(boolean epoll) implements LoopResources {

		private static final LoopResources LOOPS = LoopResources.create("test", 2, true);

		@Override
		public EventLoopGroup onServer(boolean useNative) {
			return LOOPS.onServer(this.epoll);
		}

	}

}
