package io.jdaemon.sockets.jetty;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

import io.jdaemon.sockets.InheritedServerChannel;

/**
 * The channel of one connector, which counts a connection before it accepts it.
 */
final class JettyChannel extends InheritedServerChannel {

	private final PendingAccepts pendingAccepts;

	JettyChannel(ServerSocketChannel channel, PendingAccepts pendingAccepts) throws IOException {
		super(channel, (InetSocketAddress) channel.getLocalAddress());
		this.pendingAccepts = pendingAccepts;
	}

	@Override
	public SocketChannel accept() throws IOException {
		this.pendingAccepts.increment();
		boolean accepted = false;
		try {
			SocketChannel connection = super.accept();
			accepted = true;
			this.pendingAccepts.countAccepted();
			return connection;
		}
		finally {
			if (!accepted) {
				this.pendingAccepts.decrement();
			}
		}
	}

}
