package io.jdaemon.sockets.jetty;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

import io.jdaemon.sockets.InheritedServerChannel;

/**
 * The channel of one connector, which knows when a connection is being accepted.
 */
final class JettyChannel extends InheritedServerChannel {

	private final PendingAccepts accepting;

	JettyChannel(ServerSocketChannel channel, PendingAccepts accepting) throws IOException {
		super(channel, (InetSocketAddress) channel.getLocalAddress());
		this.accepting = accepting;
	}

	@Override
	public SocketChannel accept() throws IOException {
		this.accepting.increment();
		boolean accepted = false;
		try {
			SocketChannel connection = super.accept();
			accepted = true;
			return connection;
		}
		finally {
			if (!accepted) {
				this.accepting.decrement();
			}
		}
	}

}
