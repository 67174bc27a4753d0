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
 * A view of Java's own channel with another local address. The socket of that channel may
 * have been replaced with one that already listened, and Java does not notice this. The
 * view blocks; only {@link #channel()} may be registered with a selector.
 */
public class InheritedServerChannel extends ServerSocketChannel {

	private final ServerSocketChannel channel;

	private final InetSocketAddress localAddress;

	/**
	 * Create the view.
	 * @param channel Java's own channel
	 * @param localAddress the address that its socket listens on
	 */
	protected InheritedServerChannel(ServerSocketChannel channel, InetSocketAddress localAddress) {
		super(channel.provider());
		this.channel = channel;
		this.localAddress = localAddress;
	}

	/**
	 * Java's own channel.
	 * @return a channel that may report a wrong local address
	 */
	public ServerSocketChannel channel() {
		return this.channel;
	}

	@Override
	public InetSocketAddress getLocalAddress() {
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

	/** The channel as a socket, for code that reads its address from there. */
	private static final class View extends ServerSocket {

		private final InheritedServerChannel channel;

		private View(InheritedServerChannel channel) throws IOException {
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
