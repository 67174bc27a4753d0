package io.jdaemon.sockets.tomcat;

import java.net.InetSocketAddress;
import java.util.Set;

import io.jdaemon.sockets.ListeningServer;
import org.jspecify.annotations.Nullable;

/**
 * One connector of Tomcat as a {@link ListeningServer}.
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
	public void announceEnd() {
		this.protocol.announceEnd();
		// Sends GOAWAY on the connections of HTTP/2.
		this.endpoint.getHandler().pause();
	}

	@Override
	public void stopAccepting() {
		this.endpoint.stopAccepting();
		// This also sends GOAWAY on connections that have not got it yet. Requests are
		// still served, unlike after pause(), which responds with 503.
		this.protocol.closeServerSocketGraceful();
	}

	@Override
	public void endLongLived() {
		this.endpoint.endWebSockets();
	}

	@Override
	public boolean ending() {
		return this.endpoint.endingWebSockets();
	}

	@Override
	public long accepted() {
		return this.endpoint.accepted();
	}

	@Override
	public Set<?> connections() {
		return this.endpoint.getConnections();
	}

}
