package io.jdaemon.sockets;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.jdaemon.ListeningChannel;
import io.jdaemon.ListeningSockets;
import io.jdaemon.process.InheritedSocket;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The listening sockets of the application's own.
 */
public final class ApplicationSockets implements ListeningSockets, AutoCloseable {

	private static final Log logger = LogFactory.getLog(ApplicationSockets.class);

	private final @Nullable KeptSockets kept;

	private final Duration drainTimeout;

	private final List<ApplicationChannel> channels = new ArrayList<>();

	/**
	 * Start without a socket.
	 * @param kept the sockets of this process that survive a restart, {@code null} if
	 * none does
	 * @param drainTimeout how long the actions of a channel are waited for at most
	 */
	public ApplicationSockets(@Nullable KeptSockets kept, Duration drainTimeout) {
		this.kept = kept;
		this.drainTimeout = drainTimeout;
	}

	@Override
	public synchronized ListeningChannel open(InetSocketAddress address, int backlog) throws IOException {
		if (address.isUnresolved()) {
			throw new UnknownHostException("The host " + address.getHostString() + " has no address");
		}
		forgetClosed();
		if (this.channels.stream().anyMatch((channel) -> channel.name().equals(ApplicationChannel.name(address)))) {
			throw new IllegalStateException("This application has the listening socket for "
					+ InheritedSocket.address(address) + " open: share its ListeningChannel, or close it first");
		}
		ApplicationChannel channel = channel(address, backlog);
		this.channels.add(channel);
		return channel;
	}

	private void forgetClosed() {
		List<ApplicationChannel> closed = this.channels.stream()
			.filter((channel) -> channel.localAddress() == null)
			.toList();
		this.channels.removeAll(closed);
		if (this.kept != null) {
			closed.forEach(this.kept::remove);
		}
	}

	private ApplicationChannel channel(InetSocketAddress address, int backlog) throws IOException {
		if (this.kept == null) {
			return new ApplicationChannel(bind(address, backlog), address, this.drainTimeout);
		}
		Optional<InheritedServerChannel> adopted = this.kept.takeChannel(address, ApplicationChannel.name(address),
				backlog);
		ApplicationChannel channel = adopted.isPresent() ? new ApplicationChannel(adopted.get().channel(), address,
				adopted.get().getLocalAddress(), this.drainTimeout)
				: new ApplicationChannel(bind(address, backlog), address, this.drainTimeout);
		this.kept.add(channel);
		return channel;
	}

	private static ServerSocketChannel bind(InetSocketAddress address, int backlog) throws IOException {
		ServerSocketChannel channel = ServerSocketChannel.open();
		try {
			return channel.bind(address, backlog);
		}
		catch (IOException | RuntimeException ex) {
			channel.close();
			throw ex;
		}
	}

	/**
	 * Let the application end the connections of the channels that have not drained yet,
	 * because its context is about to be closed, and wait for it.
	 */
	public void drain() {
		List<ApplicationChannel> fresh;
		synchronized (this) {
			fresh = this.channels.stream().filter(ApplicationChannel::drain).toList();
		}
		fresh.forEach(ApplicationChannel::awaitEnd);
	}

	/**
	 * Close the channels that the application has not closed.
	 */
	@Override
	public synchronized void close() {
		for (ApplicationChannel channel : this.channels) {
			try {
				channel.close();
			}
			catch (IOException ex) {
				logger.warn("The listening socket for " + channel.name() + " cannot be closed", ex);
			}
		}
		forgetClosed();
	}

}
