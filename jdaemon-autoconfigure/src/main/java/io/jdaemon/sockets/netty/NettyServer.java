package io.jdaemon.sockets.netty;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import io.jdaemon.sockets.ListeningServer;
import io.jdaemon.sockets.ListeningSockets;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
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

	private final Channel channel;

	private final InetSocketAddress requestedAddress;

	private final boolean listening;

	private final Set<Channel> connections = ConcurrentHashMap.newKeySet();

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
	void watch(ListeningSockets sockets) {
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
		this.connections.add(connection);
		connection.closeFuture().addListener((closed) -> this.connections.remove(connection));
		context.fireChannelRead(message);
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
	public void drain() {
		// This runs on the loop that accepts: what it is accepting now is among the
		// connections afterwards.
		this.channel.eventLoop().submit(() -> this.channel.config().setAutoRead(false)).syncUninterruptibly();
		List<Future<?>> endings = new ArrayList<>();
		this.connections.forEach((connection) -> endings.add(connection.eventLoop().submit(() -> end(connection))));
		// If the application blocks a loop, the time-out ends the wait.
		endings.forEach((future) -> future.awaitUninterruptibly(TIMEOUT_MILLIS));
	}

	private static void end(Channel connection) {
		if (connection.pipeline().get(Http2ConnectionHandler.class) != null) {
			// Sends GOAWAY, and ends the connection once its streams have ended.
			connection.close();
		}
		else if (connection.pipeline().get(NettyPipeline.HttpTrafficHandler) != null) {
			connection.pipeline().addAfter(NettyPipeline.HttpTrafficHandler, null, new CloseAfterResponseHandler());
		}
		else if (connection.isActive()) {
			// The pipeline is not complete yet.
			connection.eventLoop().schedule(() -> end(connection), INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
		}
	}

	@Override
	public int connections() {
		return this.connections.size();
	}

}
