package io.jdaemon.sockets.jetty;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectableChannel;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import io.jdaemon.sockets.AdoptedChannel;
import io.jdaemon.sockets.ListeningServer;
import io.jdaemon.sockets.ListeningSockets;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.Graceful;
import org.eclipse.jetty.util.component.LifeCycle;

/**
 * One connector of Jetty.
 */
public final class JettyServer implements ListeningServer, LifeCycle.Listener {

	private final ServerConnector connector;

	private final ListeningSockets sockets;

	private final Accepting accepting = new Accepting();

	private JettyServer(ServerConnector connector, ListeningSockets sockets) {
		this.connector = connector;
		this.sockets = sockets;
	}

	/**
	 * Keep the socket of a connector, and take over the one that is there.
	 * @param connector a connector that has not been started
	 * @param sockets the sockets of this process
	 */
	public static void keep(ServerConnector connector, ListeningSockets sockets) {
		JettyServer server = new JettyServer(connector, sockets);
		connector.addEventListener(server);
		connector.addEventListener(server.accepting);
	}

	@Override
	public void lifeCycleStarting(LifeCycle connector) {
		try {
			Optional<AdoptedChannel> adopted = this.sockets.takeChannel(requestedAddress(),
					this.connector.getAcceptQueueSize());
			if (adopted.isPresent()) {
				this.connector.open(adopted.get());
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
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
		return address(this.connector.getPort());
	}

	@Override
	public InetSocketAddress localAddress() {
		return address(this.connector.getLocalPort());
	}

	private InetSocketAddress address(int port) {
		return (this.connector.getHost() != null) ? new InetSocketAddress(this.connector.getHost(), port)
				: new InetSocketAddress(port);
	}

	@Override
	public void drain() {
		for (ConnectionFactory factory : this.connector.getConnectionFactories()) {
			if (factory instanceof HttpConfiguration.ConnectionFactory http) {
				http.getHttpConfiguration().setPersistentConnectionsEnabled(false);
			}
		}
		// An idle connection may have a last request.
		this.connector.setShutdownIdleTimeout(-1);
		this.connector.shutdown();
		// those of HTTP/2
		this.connector.getContainedBeans(Graceful.class).forEach(Graceful::shutdown);
	}

	@Override
	public int connections() {
		// In this order a connection may be counted twice, and never not at all.
		return this.accepting.count.get() + this.connector.getConnectedEndPoints().size();
	}

	/** Counts the connections that are accepted and not yet connected to anything. */
	private static final class Accepting implements SelectorManager.AcceptListener {

		private final AtomicInteger count = new AtomicInteger();

		@Override
		public void onAccepting(SelectableChannel channel) {
			this.count.incrementAndGet();
		}

		@Override
		public void onAcceptFailed(SelectableChannel channel, Throwable cause) {
			this.count.decrementAndGet();
		}

		@Override
		public void onAccepted(SelectableChannel channel) {
			this.count.decrementAndGet();
		}

	}

}
