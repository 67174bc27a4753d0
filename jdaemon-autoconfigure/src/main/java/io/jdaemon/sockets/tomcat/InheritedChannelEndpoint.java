package io.jdaemon.sockets.tomcat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import io.jdaemon.sockets.InheritedServerChannel;
import io.jdaemon.sockets.ListeningServer;
import io.jdaemon.sockets.KeptSockets;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketProcessorBase;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * Tomcat's default endpoint, on a socket that survives a restart.
 * <p>
 * To stop accepting, Tomcat sets a flag and connects to itself. A connection that its
 * acceptor gets from the kernel at that moment is closed without a response. Here the
 * channel is closed first, so that accept(2) in the acceptor returns. The connections
 * that wait in the kernel are not affected as long as the socket is kept. The acceptor
 * then waits until Tomcat stops it, and ends without a connection.
 */
final class InheritedChannelEndpoint extends NioEndpoint {

	// Exceeded only if the acceptor has reached the limit of connections and waits there
	private static final long TIMEOUT_MILLIS = 1000;

	// The application has returned from its requests, or has been given up.
	private static final Duration LAST_WRITES = Duration.ofSeconds(2);

	private static final Duration PAUSE = Duration.ofMillis(5);

	private final AtomicInteger processing = new AtomicInteger();

	// Written by the acceptor only
	private volatile long accepted;

	private final CountDownLatch acceptorWaiting = new CountDownLatch(1);

	private final CountDownLatch acceptorReleased = new CountDownLatch(1);

	private final WebSockets webSockets = new WebSockets(this, this::getConnections);

	private @Nullable KeptSockets sockets;

	private @Nullable ListeningServer server;

	private volatile @Nullable ServerSocketChannel channel;

	private volatile @Nullable InetSocketAddress localAddress;

	private volatile boolean acceptingStopped;

	/** Send a close frame on each WebSocket that has not got one. */
	void endWebSockets() {
		this.webSockets.end();
	}

	boolean endingWebSockets() {
		return this.webSockets.ending();
	}

	void keep(KeptSockets sockets, ListeningServer server) {
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
		KeptSockets sockets = this.sockets;
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
			if (!this.acceptingStopped) {
				SocketChannel connection = channel.accept();
				this.accepted++;
				return connection;
			}
		}
		catch (ClosedChannelException ex) {
			if (!this.acceptingStopped) {
				throw ex;
			}
		}
		this.acceptorWaiting.countDown();
		this.acceptorReleased.await();
		return null;
	}

	long accepted() {
		return this.accepted;
	}

	/**
	 * Stop accepting connections. When this returns, all connections that were accepted
	 * are counted and will be served.
	 */
	void stopAccepting() {
		ServerSocketChannel channel = this.channel;
		if (channel != null) {
			this.acceptingStopped = true;
			try {
				channel.close();
				this.acceptorWaiting.await(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
			}
			catch (IOException ex) {
				getLog().warn("A listening socket cannot be closed", ex);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
	}

	// A paused endpoint closes a connection when its next request begins, without a
	// response. So the clients of idle connections are to know now.
	@Override
	public void pause() {
		super.pause();
		getConnections().forEach((connection) -> {
			if (connection.getCurrentProcessor() == null && connection instanceof NioSocketWrapper nio
					&& nio.interestOps() == SelectionKey.OP_READ) {
				connection.close();
			}
		});
	}

	@Override
	protected SocketProcessorBase<NioChannel> createSocketProcessor(SocketWrapperBase<NioChannel> socket,
			SocketEvent event) {
		return new SocketProcessor(socket, event) {

			@Override
			protected void doRun() {
				InheritedChannelEndpoint.this.processing.incrementAndGet();
				try {
					super.doRun();
				}
				finally {
					InheritedChannelEndpoint.this.processing.decrementAndGet();
				}
			}

		};
	}

	// A graceful shutdown is complete once the servlets have returned. Their responses
	// may still be in Tomcat's buffers, and to stop closes all connections.
	@Override
	public void stopInternal() {
		long start = System.nanoTime();
		while (this.processing.get() > 0 && System.nanoTime() - start < LAST_WRITES.toNanos()) {
			LockSupport.parkNanos(PAUSE.toNanos());
		}
		super.stopInternal();
	}

	@Override
	protected void unlockAccept() {
		if (this.acceptingStopped) {
			this.acceptorReleased.countDown();
		}
		else {
			super.unlockAccept();
		}
	}

	// Before each accept the acceptor counts a connection. At its end it passes the null
	// that it got from serverSocketAccept().
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
