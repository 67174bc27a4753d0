package io.jdaemon.sockets.jetty;

import org.eclipse.jetty.http2.SessionContainer;
import org.eclipse.jetty.http2.api.Session;
import org.eclipse.jetty.server.ServerConnector;

/**
 * The connections of HTTP/2 of a connector that has the protocol, in a class of its own
 * because Jetty's classes for it are optional.
 */
final class Http2Sessions {

	private Http2Sessions() {
	}

	/**
	 * Send GOAWAY on the connections that are open. To shut down their container would
	 * end each later connection before its first request.
	 * @param connector a connector with HTTP/2
	 */
	static void shutdown(ServerConnector connector) {
		connector.getContainedBeans(SessionContainer.class)
			.forEach((container) -> container.getSessions().forEach(Session::shutdown));
	}

}
