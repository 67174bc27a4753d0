package io.jdaemon.posix;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import org.jspecify.annotations.Nullable;

/**
 * Decodes the socket addresses that the kernel writes: struct sockaddr_in in ip(7) and
 * struct sockaddr_in6 in ipv6(7).
 */
final class SocketAddresses {

	/** The size in bytes of struct sockaddr_storage, which any address fits in. */
	static final int SIZE = 128;

	private static final int AF_INET = 2;

	private static final int AF_INET6 = 10;

	private static final int PORT_OFFSET = 2;

	private static final int IPV4_OFFSET = 4;

	private static final int IPV4_SIZE = 4;

	private static final int IPV6_OFFSET = 8;

	private static final int IPV6_SIZE = 16;

	private SocketAddresses() {
	}

	/**
	 * Decode an address.
	 * @param bytes what the kernel has written
	 * @return the address, or {@code null} if it is of another address family
	 */
	static @Nullable InetSocketAddress decode(byte[] bytes) {
		ByteBuffer buffer = ByteBuffer.wrap(bytes);
		// The family is in the processor's byte order, the port in network byte order.
		int family = buffer.order(ByteOrder.nativeOrder()).getShort(0);
		int port = buffer.order(ByteOrder.BIG_ENDIAN).getShort(PORT_OFFSET) & 0xFFFF;
		return switch (family) {
			case AF_INET -> new InetSocketAddress(address(buffer, IPV4_OFFSET, IPV4_SIZE), port);
			case AF_INET6 -> new InetSocketAddress(address(buffer, IPV6_OFFSET, IPV6_SIZE), port);
			default -> null;
		};
	}

	private static InetAddress address(ByteBuffer buffer, int offset, int size) {
		byte[] address = new byte[size];
		buffer.get(offset, address);
		try {
			return InetAddress.getByAddress(address);
		}
		catch (UnknownHostException ex) {
			throw new IllegalArgumentException("An address of " + size + " bytes", ex);
		}
	}

}
