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
 * One listening channel of Reactor Netty, as a handler that sees every connection once,
 * when it is accepted.
 */
final class NettyServer extends ChannelDuplexHandler implements ListeningServer {

	private static final long INTERVAL = 10;

	private static final long PATIENCE = 100;

	private final Channel channel;

	private final InetSocketAddress requestedAddress;

	private final boolean listening;

	private final Set<Channel> connections = ConcurrentHashMap.newKeySet();

	/**
	 * Create the handler of a channel.
	 * @param channel the channel
	 * @param requestedAddress the address that it is to listen on
	 * @param listening whether it does already
	 */
	NettyServer(Channel channel, InetSocketAddress requestedAddress, boolean listening) {
		this.channel = channel;
		this.requestedAddress = requestedAddress;
		this.listening = listening;
	}

	/**
	 * Watch the channel, which is not yet registered with a loop.
	 * @param sockets where the server is known while it is open
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
			// Only now the pipeline is there to accept.
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
		// On the loop that accepts: what it is about to accept is then among the
		// connections.
		this.channel.eventLoop().submit(() -> this.channel.config().setAutoRead(false)).syncUninterruptibly();
		List<Future<?>> told = new ArrayList<>();
		this.connections.forEach((connection) -> told.add(connection.eventLoop().submit(() -> end(connection))));
		// A loop that an application blocks is not waited for.
		told.forEach((future) -> future.awaitUninterruptibly(PATIENCE));
	}

	private static void end(Channel connection) {
		if (connection.pipeline().get(Http2ConnectionHandler.class) != null) {
			// GOAWAY, and the end once its streams have ended
			connection.close();
		}
		else if (connection.pipeline().get(NettyPipeline.HttpTrafficHandler) != null) {
			connection.pipeline().addAfter(NettyPipeline.HttpTrafficHandler, null, new CloseAfterResponseHandler());
		}
		else if (connection.isActive()) {
			// The pipeline is not whole yet.
			connection.eventLoop().schedule(() -> end(connection), INTERVAL, TimeUnit.MILLISECONDS);
		}
	}

	@Override
	public int connections() {
		return this.connections.size();
	}

}
