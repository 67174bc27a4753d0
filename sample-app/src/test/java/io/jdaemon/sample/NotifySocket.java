package io.jdaemon.sample;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;

import static io.jdaemon.sample.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The socket on which a service reports its state, in place of that of systemd. Java has
 * no Unix socket for datagrams.
 */
final class NotifySocket implements AutoCloseable {

	private static final int AF_UNIX = 1;

	// SOCK_DGRAM, SOCK_CLOEXEC
	private static final int DATAGRAMS = 2 | 0x80000;

	private static final int SOL_SOCKET = 1;

	private static final int SO_PASSCRED = 16;

	private static final int MSG_DONTWAIT = 0x40;

	private static final int EAGAIN = 11;

	private static final int SIZE = 4096;

	// In struct cmsghdr with struct ucred, the only control message
	private static final int PID_OFFSET = 16;

	private final LibC libc = Native.load("c", LibC.class);

	private final int socket;

	private final Path path;

	NotifySocket(Path directory) {
		this.path = directory.resolve("notify");
		this.socket = this.libc.socket(AF_UNIX, DATAGRAMS, 0);
		byte[] name = this.path.toString().getBytes(StandardCharsets.UTF_8);
		byte[] address = ByteBuffer.allocate(Short.BYTES + name.length)
			.order(ByteOrder.nativeOrder())
			.putShort((short) AF_UNIX)
			.put(name)
			.array();
		this.libc.bind(this.socket, address, address.length);
		this.libc.setsockopt(this.socket, SOL_SOCKET, SO_PASSCRED, new int[] { 1 }, Integer.BYTES);
	}

	String path() {
		return this.path.toString();
	}

	/**
	 * The next message, if there is one.
	 * @return the message
	 */
	Optional<Message> receive() {
		// struct msghdr, the struct iovec that it points to, and the two buffers
		try (Memory header = new Memory(72 + 2 * SIZE)) {
			header.clear();
			header.setPointer(16, header.share(56));
			header.setLong(24, 1);
			header.setPointer(32, header.share(72));
			header.setLong(40, SIZE);
			header.setPointer(56, header.share(72 + SIZE));
			header.setLong(64, SIZE);
			int length = (int) this.libc.recvmsg(this.socket, header, MSG_DONTWAIT);
			return Optional.of(new Message(new String(header.getByteArray(72 + SIZE, length), StandardCharsets.UTF_8),
					header.getInt(72 + PID_OFFSET)));
		}
		catch (LastErrorException ex) {
			if (ex.getErrorCode() == EAGAIN) {
				return Optional.empty();
			}
			throw ex;
		}
	}

	/**
	 * Wait for the next message.
	 * @param sender the process ID that it must be from
	 * @param assignments a pattern for its assignments, separated by spaces
	 */
	void expect(long sender, String assignments) {
		Message message = patiently().until(this::receive, Optional::isPresent).orElseThrow();
		assertThat(message.text().replace('\n', ' ')).matches(assignments);
		assertThat(message.sender()).isEqualTo(sender);
	}

	@Override
	public void close() {
		this.libc.close(this.socket);
	}

	/**
	 * A message.
	 *
	 * @param text its lines
	 * @param sender the ID of the process that has sent it
	 */
	record Message(String text, long sender) {

	}

	/** The calls that a receiver needs. */
	interface LibC extends Library {

		int socket(int domain, int type, int protocol) throws LastErrorException;

		int bind(int fd, byte[] address, int size) throws LastErrorException;

		int setsockopt(int fd, int level, int option, int[] value, int size) throws LastErrorException;

		long recvmsg(int fd, Pointer message, int flags) throws LastErrorException;

		int close(int fd);

	}

}
