package io.jdaemon.sockets.tomcat;

import io.jdaemon.sockets.ListeningSockets;
import org.apache.coyote.http11.Http11NioProtocol;

/**
 * Tomcat's default protocol, on a socket that survives a restart. Tomcat creates it by
 * the name of its class.
 */
public final class InheritedChannelNioProtocol extends Http11NioProtocol {

	private final InheritedChannelEndpoint endpoint;

	/**
	 * Create the protocol. It keeps no socket before {@link #keep}.
	 */
	public InheritedChannelNioProtocol() {
		this(new InheritedChannelEndpoint());
	}

	private InheritedChannelNioProtocol(InheritedChannelEndpoint endpoint) {
		super(endpoint);
		this.endpoint = endpoint;
	}

	/**
	 * Let this protocol adopt the inherited socket for its address, and keep its socket
	 * over a restart.
	 * @param sockets the sockets of this process
	 */
	public void keep(ListeningSockets sockets) {
		this.endpoint.keep(sockets, new TomcatServer(this, this.endpoint));
	}

}
