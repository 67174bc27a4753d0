package io.jdaemon.sockets;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.util.List;

import io.jdaemon.posix.Posix;
import io.jdaemon.process.ListenDescriptor;

/**
 * A listening socket that a test passes as systemd does.
 *
 * @param posix the calls
 * @param channel the socket of the service manager
 * @param descriptor the descriptor that the service gets
 * @param name the name of the descriptor
 */
public record ManagerSocket(Posix posix, ServerSocketChannel channel, int descriptor,
		String name) implements AutoCloseable {

	/**
	 * Listen on an address.
	 * @param host the address, with any port
	 * @return the socket
	 * @throws IOException if that fails
	 */
	public static ManagerSocket listen(Posix posix, String host) throws IOException {
		return listen(posix, new InetSocketAddress(host, 0), "web.socket");
	}

	static ManagerSocket listen(Posix posix, InetSocketAddress address, String name) throws IOException {
		ServerSocketChannel channel = (address.getAddress() instanceof Inet4Address)
				? ServerSocketChannel.open(StandardProtocolFamily.INET) : ServerSocketChannel.open();
		channel.bind(address);
		int descriptor = SocketTable.read(posix).find((InetSocketAddress) channel.getLocalAddress()).orElseThrow();
		return new ManagerSocket(posix, channel, posix.dup(descriptor), name);
	}

	/**
	 * What the service gets.
	 * @return the only descriptor
	 */
	public List<ListenDescriptor> passed() {
		return List.of(new ListenDescriptor(this.descriptor, this.name, true));
	}

	/**
	 * The port of the socket.
	 * @return the port
	 */
	public int port() {
		return this.channel.socket().getLocalPort();
	}

	/**
	 * Close the socket of the service manager and that of the service.
	 * @throws IOException if that fails
	 */
	public void release() throws IOException {
		if (this.channel.isOpen()) {
			this.channel.close();
			this.posix.close(this.descriptor);
		}
	}

	@Override
	public void close() throws IOException {
		release();
	}

}
