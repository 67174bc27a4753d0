package io.jdaemon.sockets.tomcat;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.jdaemon.process.Deadline;
import org.apache.coyote.Processor;
import org.apache.coyote.UpgradeToken;
import org.apache.tomcat.util.net.AbstractEndpoint;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * The connections of an endpoint that are WebSockets, and how they end: Tomcat sends a
 * close frame with the status 1001 (RFC 6455, section 7.4.1), and closes the connection
 * when the client has returned it. When an endpoint stops, its connections are closed
 * before Tomcat would send that frame.
 */
final class WebSockets {

	// Not as a class, since Tomcat's WebSocket is optional. HTTP/2 has another handler.
	private static final String HANDLER = "org.apache.tomcat.websocket.server.WsHttpUpgradeHandler";

	// How long a client may take to return the close frame
	private static final Duration CLOSING = Duration.ofSeconds(1);

	private final AbstractEndpoint<NioChannel, ?> endpoint;

	private final Supplier<Set<SocketWrapperBase<NioChannel>>> connections;

	private final Set<SocketWrapperBase<NioChannel>> told = ConcurrentHashMap.newKeySet();

	private volatile @Nullable Deadline deadline;

	WebSockets(AbstractEndpoint<NioChannel, ?> endpoint, Supplier<Set<SocketWrapperBase<NioChannel>>> connections) {
		this.endpoint = endpoint;
		this.connections = connections;
	}

	/** Send a close frame on each that has not got one. */
	void end() {
		for (SocketWrapperBase<NioChannel> connection : this.connections.get()) {
			if (isWebSocket(connection) && this.told.add(connection)) {
				this.deadline = Deadline.after(CLOSING);
				this.endpoint.processSocket(connection, SocketEvent.STOP, true);
			}
		}
	}

	private static boolean isWebSocket(SocketWrapperBase<NioChannel> connection) {
		if (connection.getCurrentProcessor() instanceof Processor processor && processor.isUpgrade()) {
			UpgradeToken token = processor.getUpgradeToken();
			return token != null && token.httpUpgradeHandler().getClass().getName().equals(HANDLER);
		}
		return false;
	}

	/**
	 * Whether a client has still time to return its close frame.
	 * @return whether a WebSocket that has got one is open
	 */
	boolean ending() {
		Deadline deadline = this.deadline;
		if (deadline == null || deadline.remainingNanos() <= 0) {
			return false;
		}
		this.told.retainAll(this.connections.get());
		return !this.told.isEmpty();
	}

}
