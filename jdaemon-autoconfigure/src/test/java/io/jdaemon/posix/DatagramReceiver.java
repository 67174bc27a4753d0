package io.jdaemon.posix;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;

/**
 * A Unix socket that receives datagrams, as systemd does. Java has no such socket.
 */
public final class DatagramReceiver implements AutoCloseable {

	private static final int AF_UNIX = 1;

	// SOCK_DGRAM, SOCK_CLOEXEC
	private static final int DATAGRAMS = 2 | 0x80000;

	private static final int SOL_SOCKET = 1;

	private static final int SO_PASSCRED = 16;

	private static final int SCM_RIGHTS = 1;

	private static final int SCM_CREDENTIALS = 2;

	// MSG_DONTWAIT, MSG_CMSG_CLOEXEC
	private static final int RECEIVE_FLAGS = 0x40 | 0x40000000;

	private static final int LONGEST = 4096;

	private static final int CONTROL_SIZE = 512;

	private static final int CONTROL_HEADER_SIZE = 16;

	private final LibC libc = Native.load("c", LibC.class);

	private final int socket;

	/**
	 * Bind the socket.
	 * @param address its path, or the name of an abstract address after NUL
	 */
	public DatagramReceiver(String address) {
		this.socket = this.libc.socket(AF_UNIX, DATAGRAMS, 0);
		byte[] path = address.getBytes(StandardCharsets.UTF_8);
		byte[] name = ByteBuffer.allocate(Short.BYTES + path.length)
			.order(ByteOrder.nativeOrder())
			.putShort((short) AF_UNIX)
			.put(path)
			.array();
		this.libc.bind(this.socket, name, name.length);
		this.libc.setsockopt(this.socket, SOL_SOCKET, SO_PASSCRED, new int[] { 1 }, Integer.BYTES);
	}

	/**
	 * Receive the next datagram, if there is one.
	 * @return the datagram
	 */
	public Optional<Datagram> receive() {
		try (Memory text = new Memory(LONGEST);
				Memory control = new Memory(CONTROL_SIZE);
				Memory vector = new Memory(16);
				Memory header = new Memory(56)) {
			vector.setPointer(0, text);
			vector.setLong(8, LONGEST);
			header.clear();
			header.setPointer(16, vector);
			header.setLong(24, 1);
			header.setPointer(32, control);
			header.setLong(40, CONTROL_SIZE);
			int length = (int) this.libc.recvmsg(this.socket, header, RECEIVE_FLAGS);
			return Optional.of(datagram(text.getByteArray(0, length), control, header.getLong(40)));
		}
		catch (LastErrorException ex) {
			if (ex.getErrorCode() == PosixException.EAGAIN) {
				return Optional.empty();
			}
			throw ex;
		}
	}

	private static Datagram datagram(byte[] text, Pointer control, long size) {
		int sender = 0;
		List<Integer> descriptors = new ArrayList<>();
		long length;
		for (long at = 0; at + CONTROL_HEADER_SIZE <= size; at += (length + 7) & ~7) {
			length = control.getLong(at);
			if (control.getInt(at + 12) == SCM_CREDENTIALS) {
				sender = control.getInt(at + CONTROL_HEADER_SIZE);
			}
			else if (control.getInt(at + 12) == SCM_RIGHTS) {
				for (long data = CONTROL_HEADER_SIZE; data < length; data += Integer.BYTES) {
					descriptors.add(control.getInt(at + data));
				}
			}
		}
		return new Datagram(new String(text, StandardCharsets.UTF_8), sender, descriptors);
	}

	@Override
	public void close() {
		this.libc.close(this.socket);
	}

	/**
	 * A datagram.
	 *
	 * @param text its bytes, in UTF-8
	 * @param sender the process ID of its sender
	 * @param descriptors the descriptors that came with it, which are open now
	 */
	public record Datagram(String text, long sender, List<Integer> descriptors) {

	}

	/** The calls that only a receiver needs. */
	interface LibC extends Library {

		int socket(int domain, int type, int protocol) throws LastErrorException;

		int bind(int fd, byte[] address, int size) throws LastErrorException;

		int setsockopt(int fd, int level, int option, int[] value, int size) throws LastErrorException;

		long recvmsg(int fd, Pointer message, int flags) throws LastErrorException;

		int close(int fd);

	}

}
