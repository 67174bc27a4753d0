package io.jdaemon.sockets.tomcat;

import io.jdaemon.sockets.KeptSockets;
import org.apache.coyote.Processor;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.coyote.http11.Http11Processor;
import org.jspecify.annotations.Nullable;

/**
 * Tomcat's default protocol, on a socket that survives a restart. Tomcat creates it by
 * the name of its class.
 */
public final class InheritedChannelNioProtocol extends Http11NioProtocol {

	private final InheritedChannelEndpoint endpoint;

	private final @Nullable LastResponse lastResponse;

	private volatile boolean announcingEnd;

	/**
	 * Create the protocol. It keeps no socket before {@link #keep}.
	 */
	public InheritedChannelNioProtocol() {
		this(new InheritedChannelEndpoint());
	}

	private InheritedChannelNioProtocol(InheritedChannelEndpoint endpoint) {
		super(endpoint);
		this.endpoint = endpoint;
		this.lastResponse = lastResponse();
	}

	private @Nullable LastResponse lastResponse() {
		try {
			return LastResponse.find();
		}
		catch (ReflectiveOperationException | RuntimeException ex) {
			getLog().warn("A response to a request that is in flight when a restart begins will not announce"
					+ " the end of its connection: this version of Tomcat is not supported", ex);
			return null;
		}
	}

	@Override
	protected Processor createProcessor() {
		Processor processor = super.createProcessor();
		if (this.lastResponse != null && processor instanceof Http11Processor http) {
			this.lastResponse.watch(http, () -> this.announcingEnd);
		}
		return processor;
	}

	/**
	 * Make the next response on each connection its last.
	 */
	void announceEnd() {
		// For the responses to requests that are in flight
		this.announcingEnd = true;
		// For the requests that begin later: Tomcat reads this value for each.
		setMaxKeepAliveRequests(1);
	}

	/**
	 * Let this protocol adopt the inherited socket for its address, and keep its socket
	 * over a restart.
	 * @param sockets the sockets of this process
	 */
	public void keep(KeptSockets sockets) {
		this.endpoint.keep(sockets, new TomcatServer(this, this.endpoint));
	}

}
