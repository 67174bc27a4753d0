package io.jdaemon.sockets;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;

/**
 * A channel whose socket was exchanged below it for one that was listening already: it
 * tells the address of that one, and leaves everything else to the channel. It blocks;
 * only {@link #channel()} may be registered with a selector.
 */
public final class AdoptedChannel extends ServerSocketChannel {

	private final ServerSocketChannel channel;

	private final InetSocketAddress localAddress;

	AdoptedChannel(ServerSocketChannel channel, InetSocketAddress localAddress) {
		super(channel.provider());
		this.channel = channel;
		this.localAddress = localAddress;
	}

	/**
	 * The channel with the exchanged socket.
	 * @return a channel that tells a wrong address
	 */
	public ServerSocketChannel channel() {
		return this.channel;
	}

	@Override
	public SocketAddress getLocalAddress() {
		return this.localAddress;
	}

	@Override
	public ServerSocketChannel bind(SocketAddress local, int backlog) throws IOException {
		this.channel.bind(local, backlog);
		return this;
	}

	@Override
	public <T> ServerSocketChannel setOption(SocketOption<T> name, T value) throws IOException {
		this.channel.setOption(name, value);
		return this;
	}

	@Override
	public <T> T getOption(SocketOption<T> name) throws IOException {
		return this.channel.getOption(name);
	}

	@Override
	public Set<SocketOption<?>> supportedOptions() {
		return this.channel.supportedOptions();
	}

	@Override
	public ServerSocket socket() {
		try {
			return new View(this);
		}
		catch (IOException ex) {
			throw new IllegalStateException("An unbound ServerSocket", ex);
		}
	}

	@Override
	public SocketChannel accept() throws IOException {
		return this.channel.accept();
	}

	@Override
	protected void implCloseSelectableChannel() throws IOException {
		this.channel.close();
	}

	@Override
	protected void implConfigureBlocking(boolean block) throws IOException {
		this.channel.configureBlocking(block);
	}

	/** The channel as a socket, for those who ask it for its address. */
	private static final class View extends ServerSocket {

		private final AdoptedChannel channel;

		private View(AdoptedChannel channel) throws IOException {
			this.channel = channel;
		}

		@Override
		public int getLocalPort() {
			return this.channel.localAddress.getPort();
		}

		@Override
		public InetAddress getInetAddress() {
			return this.channel.localAddress.getAddress();
		}

		@Override
		public SocketAddress getLocalSocketAddress() {
			return this.channel.localAddress;
		}

		@Override
		public ServerSocketChannel getChannel() {
			return this.channel;
		}

		@Override
		public boolean isBound() {
			return true;
		}

		@Override
		public boolean isClosed() {
			return !this.channel.isOpen();
		}

		@Override
		public void close() throws IOException {
			this.channel.close();
		}

	}

}
