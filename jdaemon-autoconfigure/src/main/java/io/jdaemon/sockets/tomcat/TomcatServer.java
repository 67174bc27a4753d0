package io.jdaemon.sockets.tomcat;

import java.net.InetSocketAddress;

import io.jdaemon.sockets.ListeningServer;
import org.jspecify.annotations.Nullable;

/**
 * One connector of Tomcat.
 */
final class TomcatServer implements ListeningServer {

	private final InheritedChannelNioProtocol protocol;

	private final InheritedChannelEndpoint endpoint;

	TomcatServer(InheritedChannelNioProtocol protocol, InheritedChannelEndpoint endpoint) {
		this.protocol = protocol;
		this.endpoint = endpoint;
	}

	@Override
	public InetSocketAddress requestedAddress() {
		return this.endpoint.requestedAddress();
	}

	@Override
	public @Nullable InetSocketAddress localAddress() {
		return this.endpoint.localAddress();
	}

	@Override
	public void drain() {
		// Read for every request: the next one on each connection is its last.
		this.protocol.setMaxKeepAliveRequests(1);
		this.endpoint.acceptNoMore();
		// HTTP/2 is told by this too. Tomcat itself goes on, unlike after pause(), when
		// it answers 503.
		this.protocol.closeServerSocketGraceful();
	}

	@Override
	public int connections() {
		return this.endpoint.connections();
	}

}
