package io.jdaemon.sockets.netty;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

import io.jdaemon.sockets.InheritedServerChannel;
import io.jdaemon.sockets.KeptSockets;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.resources.LoopResources;

/**
 * Loop resources that create a server's channel on the inherited socket for its address
 * instead of a new socket.
 */
public final class InheritedChannelLoopResources implements LoopResources {

	private static final String EPOLL = "io.netty.channel.epoll.EpollServerSocketChannel";

	private final Supplier<LoopResources> resources;

	private final KeptSockets sockets;

	private final Supplier<InetSocketAddress> requestedAddress;

	private final int backlog;

	/**
	 * Create loop resources for one server.
	 * @param resources the resources to use for everything else
	 * @param sockets the sockets of this process
	 * @param requestedAddress the address that the server is configured to listen on
	 * @param backlog how many connections may wait, see listen(2); below 1 for as many as
	 * before
	 */
	public InheritedChannelLoopResources(Supplier<LoopResources> resources, KeptSockets sockets,
			Supplier<InetSocketAddress> requestedAddress, int backlog) {
		this.resources = resources;
		this.sockets = sockets;
		this.requestedAddress = requestedAddress;
		this.backlog = backlog;
	}

	private LoopResources resources() {
		return this.resources.get();
	}

	@Override
	public <CHANNEL extends Channel> CHANNEL onChannel(Class<CHANNEL> type, EventLoopGroup group) {
		if (type != ServerSocketChannel.class) {
			return resources().onChannel(type, group);
		}
		InetSocketAddress requested = this.requestedAddress.get();
		Channel adopted = adopt(requested, onChannelClass(type, group));
		CHANNEL channel = (adopted != null) ? type.cast(adopted) : resources().onChannel(type, group);
		new NettyServer(channel, requested, adopted != null).watch(this.sockets);
		return channel;
	}

	private @Nullable Channel adopt(InetSocketAddress requested, Class<?> type) {
		try {
			if (type == NioServerSocketChannel.class) {
				Optional<InheritedServerChannel> channel = this.sockets.takeChannel(requested, this.backlog);
				return channel.map(InheritedNioServerChannel::new).orElse(null);
			}
			if (type.getName().equals(EPOLL)) {
				OptionalInt descriptor = this.sockets.takeDescriptor(requested, this.backlog);
				return descriptor.isPresent() ? new EpollServerSocketChannel(descriptor.getAsInt()) : null;
			}
			this.sockets.discard(requested);
			return null;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public <CHANNEL extends Channel> Class<? extends CHANNEL> onChannelClass(Class<CHANNEL> type,
			EventLoopGroup group) {
		return resources().onChannelClass(type, group);
	}

	@Override
	public EventLoopGroup onClient(boolean useNative) {
		return resources().onClient(useNative);
	}

	@Override
	public EventLoopGroup onServer(boolean useNative) {
		return resources().onServer(useNative);
	}

	@Override
	public EventLoopGroup onServerSelect(boolean useNative) {
		return resources().onServerSelect(useNative);
	}

	@Override
	public boolean daemon() {
		return resources().daemon();
	}

	@Override
	public void dispose() {
		resources().dispose();
	}

	@Override
	public boolean isDisposed() {
		return resources().isDisposed();
	}

	@Override
	public Mono<Void> disposeLater() {
		return resources().disposeLater();
	}

	@Override
	public Mono<Void> disposeLater(Duration quietPeriod, Duration timeout) {
		return resources().disposeLater(quietPeriod, timeout);
	}

}
