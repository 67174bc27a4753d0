package io.jdaemon.sockets.tomcat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.jdaemon.sockets.InheritedServerChannel;
import io.jdaemon.sockets.ListeningServer;
import io.jdaemon.sockets.ListeningSockets;
import org.apache.tomcat.util.net.NioEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * Tomcat's default endpoint, on a socket that outlives a restart.
 * <p>
 * To stop accepting, Tomcat raises a flag and connects to itself, and what its acceptor
 * gets from the kernel in that instant is closed unanswered. Here the acceptor is taken
 * out of accept(2) first, by closing the channel, of which the kernel's queue knows
 * nothing while the socket is kept; it waits, and then goes with empty hands.
 */
final class InheritedChannelEndpoint extends NioEndpoint {

	// Only an acceptor that has reached the limit of connections is not there in time.
	private static final long PATIENCE = 1000;

	private final CountDownLatch waiting = new CountDownLatch(1);

	private final CountDownLatch dismissed = new CountDownLatch(1);

	private @Nullable ListeningSockets sockets;

	private @Nullable ListeningServer server;

	private volatile @Nullable ServerSocketChannel channel;

	private volatile @Nullable InetSocketAddress localAddress;

	private volatile boolean acceptsNoMore;

	void keep(ListeningSockets sockets, ListeningServer server) {
		this.sockets = sockets;
		this.server = server;
	}

	InetSocketAddress requestedAddress() {
		return new InetSocketAddress(getAddress(), getPortWithOffset());
	}

	@Nullable InetSocketAddress localAddress() {
		return this.localAddress;
	}

	@Override
	protected void initServerSocket() throws Exception {
		ListeningSockets sockets = this.sockets;
		ListeningServer server = this.server;
		if (sockets == null || server == null || getUseInheritedChannel() || getUnixDomainSocketPath() != null) {
			super.initServerSocket();
			return;
		}
		Optional<InheritedServerChannel> adopted = sockets.takeChannel(requestedAddress(), getAcceptCount());
		ServerSocketChannel channel = adopted.isPresent() ? adopted.get() : open();
		channel.configureBlocking(true);
		this.localAddress = (InetSocketAddress) channel.getLocalAddress();
		this.channel = channel;
		sockets.add(server);
	}

	private ServerSocketChannel open() throws IOException {
		ServerSocketChannel channel = ServerSocketChannel.open();
		try {
			getSocketProperties().setProperties(channel.socket());
			channel.bind(requestedAddress(), getAcceptCount());
			return channel;
		}
		catch (IOException | RuntimeException ex) {
			channel.close();
			throw ex;
		}
	}

	@Override
	protected @Nullable NetworkChannel getServerSocket() {
		ServerSocketChannel channel = this.channel;
		return (channel != null) ? channel : super.getServerSocket();
	}

	@Override
	protected @Nullable SocketChannel serverSocketAccept() throws Exception {
		ServerSocketChannel channel = this.channel;
		if (channel == null) {
			return super.serverSocketAccept();
		}
		try {
			if (!this.acceptsNoMore) {
				return channel.accept();
			}
		}
		catch (ClosedChannelException ex) {
			if (!this.acceptsNoMore) {
				throw ex;
			}
		}
		this.waiting.countDown();
		this.dismissed.await();
		return null;
	}

	/**
	 * How many connections are open. Tomcat's own count is meant for the limit, and ends
	 * when the endpoint accepts no more.
	 * @return the number
	 */
	int connections() {
		return this.connections.size();
	}

	/**
	 * Accept no more connections. When this returns, all that were accepted are counted
	 * and will be served.
	 */
	void acceptNoMore() {
		ServerSocketChannel channel = this.channel;
		if (channel != null) {
			this.acceptsNoMore = true;
			try {
				channel.close();
				this.waiting.await(PATIENCE, TimeUnit.MILLISECONDS);
			}
			catch (IOException ex) {
				getLog().warn("A listening socket cannot be closed", ex);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
	}

	@Override
	protected void unlockAccept() {
		if (this.acceptsNoMore) {
			this.dismissed.countDown();
		}
		else {
			super.unlockAccept();
		}
	}

	// What the acceptor has when it goes, counted like a connection.
	@Override
	protected void destroySocket(@Nullable SocketChannel socket) {
		if (socket != null) {
			super.destroySocket(socket);
		}
		else {
			countDownConnection();
		}
	}

	@Override
	protected void doCloseServerSocket() throws IOException {
		ServerSocketChannel channel = this.channel;
		if (channel != null) {
			channel.close();
			this.channel = null;
			Objects.requireNonNull(this.sockets).remove(Objects.requireNonNull(this.server));
		}
		super.doCloseServerSocket();
	}

}
