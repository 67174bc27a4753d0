package io.jdaemon.sockets.tomcat;

import io.jdaemon.sockets.ListeningSockets;
import org.apache.coyote.http11.Http11NioProtocol;

/**
 * Tomcat's default protocol, on a socket that outlives a restart. Tomcat creates it by
 * its name.
 */
public final class InheritedChannelNioProtocol extends Http11NioProtocol {

	private final InheritedChannelEndpoint endpoint;

	/**
	 * Create the protocol; it keeps nothing yet.
	 */
	public InheritedChannelNioProtocol() {
		this(new InheritedChannelEndpoint());
	}

	private InheritedChannelNioProtocol(InheritedChannelEndpoint endpoint) {
		super(endpoint);
		this.endpoint = endpoint;
	}

	/**
	 * Keep the socket of this protocol, and take over the one that is there.
	 * @param sockets the sockets of this process
	 */
	public void keep(ListeningSockets sockets) {
		this.endpoint.keep(sockets, new TomcatServer(this, this.endpoint));
	}

}
