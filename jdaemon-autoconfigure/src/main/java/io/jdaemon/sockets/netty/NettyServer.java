package io.jdaemon.sockets.netty;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.jdaemon.process.Deadline;
import io.jdaemon.sockets.KeptSockets;
import io.jdaemon.sockets.ListeningServer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;

/**
 * One listening channel of Reactor Netty as a {@link ListeningServer}. It is a handler in
 * the pipeline of that channel, where it sees each connection once, when it is accepted.
 */
final class NettyServer extends ChannelDuplexHandler implements ListeningServer {

	private static final long INTERVAL_MILLIS = 10;

	private static final long TIMEOUT_MILLIS = 100;

	// How long a client may take to return the close frame
	private static final Duration CLOSING = Duration.ofSeconds(1);

	private final Channel channel;

	private final InetSocketAddress requestedAddress;

	private final boolean listening;

	private final Set<Channel> connections = ConcurrentHashMap.newKeySet();

	// Written by the loop that accepts only
	private volatile long accepted;

	// The WebSockets that have got a close frame
	private final Set<Channel> told = ConcurrentHashMap.newKeySet();

	private volatile @Nullable Deadline deadline;

	private volatile boolean announcing;

	private volatile boolean stopped;

	/**
	 * Create the handler of a channel.
	 * @param channel the channel
	 * @param requestedAddress the address that the channel is to listen on
	 * @param listening whether the channel already listens
	 */
	NettyServer(Channel channel, InetSocketAddress requestedAddress, boolean listening) {
		this.channel = channel;
		this.requestedAddress = requestedAddress;
		this.listening = listening;
	}

	/**
	 * Add the handler to the channel, which must not be registered with a loop yet.
	 * @param sockets the sockets that this server belongs to until the channel is closed
	 */
	void watch(KeptSockets sockets) {
		this.channel.config().setAutoRead(!this.listening);
		this.channel.pipeline().addFirst(this);
		this.channel.closeFuture().addListener((closed) -> sockets.remove(this));
		sockets.add(this);
	}

	@Override
	public void bind(ChannelHandlerContext context, SocketAddress localAddress, ChannelPromise promise) {
		if (this.listening) {
			// Only now is the pipeline complete, so that connections can be accepted.
			this.channel.config().setAutoRead(true);
			promise.setSuccess();
		}
		else {
			context.bind(localAddress, promise);
		}
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		Channel connection = (Channel) message;
		this.accepted++;
		this.connections.add(connection);
		connection.closeFuture().addListener((closed) -> this.connections.remove(connection));
		connection.pipeline().addFirst(new ActivationHandler(this::activated));
		context.fireChannelRead(message);
	}

	private void activated(Channel connection) {
		if (this.announcing) {
			announceEnd(connection);
		}
	}

	@Override
	public InetSocketAddress requestedAddress() {
		return this.requestedAddress;
	}

	@Override
	public @Nullable InetSocketAddress localAddress() {
		return (InetSocketAddress) this.channel.localAddress();
	}

	@Override
	public void announceEnd() {
		this.announcing = true;
		forEachConnection((connection) -> {
			if (!goAway(connection)) {
				announceEnd(connection);
			}
		});
	}

	@Override
	public void stopAccepting() {
		this.stopped = true;
		// On the loop that accepts: what it is accepting now is among the connections
		// afterwards.
		this.channel.eventLoop().submit(() -> this.channel.config().setAutoRead(false)).syncUninterruptibly();
		forEachConnection(NettyServer::goAway);
	}

	// A connection that is being accepted has no loop yet. It reads the flags once it has
	// one.
	private void forEachConnection(Consumer<Channel> action) {
		List<Future<?>> actions = new ArrayList<>();
		this.connections.stream()
			.filter(Channel::isRegistered)
			.forEach((connection) -> actions.add(connection.eventLoop().submit(() -> action.accept(connection))));
		// If the application blocks a loop, the time-out ends the wait.
		actions.forEach((future) -> future.awaitUninterruptibly(TIMEOUT_MILLIS));
	}

	private static boolean goAway(Channel connection) {
		boolean http2 = connection.pipeline().get(Http2ConnectionHandler.class) != null;
		if (http2) {
			// Sends GOAWAY, and ends the connection once its streams have ended.
			connection.close();
		}
		return http2;
	}

	private void announceEnd(Channel connection) {
		ChannelPipeline pipeline = connection.pipeline();
		if (pipeline.get(NettyPipeline.HttpTrafficHandler) != null) {
			pipeline.addAfter(NettyPipeline.HttpTrafficHandler, null, new CloseAfterResponseHandler());
		}
		else if (pipeline.get(Http2ConnectionHandler.class) != null) {
			// GOAWAY before its first request would make the client open another
			// connection, which is accepted and gets the same.
			if (this.stopped) {
				goAway(connection);
			}
		}
		else if (connection.isActive()) {
			// The pipeline is not complete yet.
			connection.eventLoop().schedule(() -> announceEnd(connection), INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
		}
	}

	@Override
	public long accepted() {
		return this.accepted;
	}

	@Override
	public void endLongLived() {
		for (Channel connection : this.connections) {
			if (connection.pipeline().get(WebSocket13FrameEncoder.class) != null && this.told.add(connection)) {
				this.deadline = Deadline.after(CLOSING);
				connection.writeAndFlush(new CloseWebSocketFrame(WebSocketCloseStatus.ENDPOINT_UNAVAILABLE));
			}
		}
	}

	@Override
	public boolean ending() {
		Deadline deadline = this.deadline;
		return deadline != null && deadline.remainingNanos() > 0
				&& this.told.stream().anyMatch(this.connections::contains);
	}

	@Override
	public Set<?> connections() {
		return this.connections;
	}

}
