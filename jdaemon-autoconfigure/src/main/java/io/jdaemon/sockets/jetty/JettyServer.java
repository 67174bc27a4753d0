package io.jdaemon.sockets.jetty;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

import io.jdaemon.sockets.InheritedServerChannel;
import io.jdaemon.sockets.ListeningServer;
import io.jdaemon.sockets.KeptSockets;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.NetworkConnector;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.Graceful;
import org.eclipse.jetty.util.component.LifeCycle;
import org.jspecify.annotations.Nullable;

/**
 * One connector of Jetty as a {@link ListeningServer}.
 */
public final class JettyServer implements ListeningServer, LifeCycle.Listener, NetworkConnector.Listener {

	// The beginning of the names of HTTP/2, with TLS and without
	private static final String HTTP_2 = "h2";

	private final ServerConnector connector;

	private final KeptSockets sockets;

	private final PendingAccepts pendingAccepts = new PendingAccepts();

	private volatile boolean draining;

	private JettyServer(ServerConnector connector, KeptSockets sockets) {
		this.connector = connector;
		this.sockets = sockets;
	}

	/**
	 * Let a connector adopt the inherited socket for its address, and keep its socket
	 * over a restart.
	 * @param connector a connector that has not been started
	 * @param sockets the sockets of this process
	 */
	public static void keep(ServerConnector connector, KeptSockets sockets) {
		JettyServer server = new JettyServer(connector, sockets);
		if (connector.getAcceptors() > 0) {
			connector.addEventListener(server);
			connector.addEventListener(server.pendingAccepts);
			server.watchResponses();
		}
		else {
			// Without acceptor threads, the connector registers its channel with a
			// selector, which accepts Java's own channels only.
			sockets.discard(server.requestedAddress());
		}
	}

	private void watchResponses() {
		LastResponses responses = new LastResponses(() -> this.draining);
		this.connector.getConnectionFactories()
			.stream()
			.filter(HttpConfiguration.ConnectionFactory.class::isInstance)
			.map((factory) -> ((HttpConfiguration.ConnectionFactory) factory).getHttpConfiguration())
			// HTTP/1.1 and HTTP/2 may share one.
			.distinct()
			.forEach((configuration) -> configuration.addCustomizer(responses));
	}

	@Override
	public void lifeCycleStarting(LifeCycle connector) {
		try {
			Optional<InheritedServerChannel> adopted = this.sockets.takeChannel(requestedAddress(),
					this.connector.getAcceptQueueSize());
			if (adopted.isPresent()) {
				open(adopted.get());
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void onOpen(NetworkConnector connector) {
		try {
			open((ServerSocketChannel) this.connector.getTransport());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void open(ServerSocketChannel channel) throws IOException {
		this.connector.open(new JettyChannel(channel, this.pendingAccepts));
	}

	@Override
	public void lifeCycleStarted(LifeCycle connector) {
		this.sockets.add(this);
	}

	@Override
	public void lifeCycleStopping(LifeCycle connector) {
		this.sockets.remove(this);
	}

	@Override
	public InetSocketAddress requestedAddress() {
		return (this.connector.getHost() != null)
				? new InetSocketAddress(this.connector.getHost(), this.connector.getPort())
				: new InetSocketAddress(this.connector.getPort());
	}

	@Override
	public @Nullable InetSocketAddress localAddress() {
		// Not of the connector, which knows the port only: a socket unit may listen on
		// one
		// of all addresses.
		return (this.connector.getTransport() instanceof JettyChannel channel) ? channel.getLocalAddress() : null;
	}

	@Override
	public void announceEnd() {
		this.draining = true;
		if (this.connector.getProtocols().stream().anyMatch((protocol) -> protocol.startsWith(HTTP_2))) {
			Http2Sessions.shutdown(this.connector);
		}
	}

	@Override
	public void stopAccepting() {
		// Not shutdown(): it would also end connections whose last response did not
		// announce the end.
		this.connector.setAccepting(false);
		this.connector.close();
		// Sends GOAWAY on the connections of HTTP/2.
		this.connector.getContainedBeans(Graceful.class).forEach(Graceful::shutdown);
	}

	@Override
	public long accepted() {
		return this.pendingAccepts.accepted();
	}

	@Override
	public Set<?> connections() {
		// In this order a connection may be among them twice, but none is missed.
		Set<Object> connections = new HashSet<>();
		for (int i = this.pendingAccepts.count(); i > 0; i--) {
			connections.add(new Object());
		}
		connections.addAll(this.connector.getConnectedEndPoints());
		return connections;
	}

}
