package io.jdaemon.sockets.netty;

import java.net.SocketAddress;

import io.jdaemon.sockets.InheritedServerChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;

/**
 * A NIO channel of Netty on a socket that already listens.
 */
final class InheritedNioServerChannel extends NioServerSocketChannel {

	private final InheritedServerChannel adopted;

	InheritedNioServerChannel(InheritedServerChannel adopted) {
		super(adopted.channel());
		this.adopted = adopted;
	}

	@Override
	protected SocketAddress localAddress0() {
		return this.adopted.getLocalAddress();
	}

}
