package io.jdaemon.posix;

import java.util.List;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;

/**
 * The struct msghdr that sendmsg(2) takes, with all that it points to, in one piece of
 * memory. The layout is that of glibc and musl on 64 bits.
 */
final class SocketMessage {

	private static final int HEADER_SIZE = 56;

	// struct iovec: where the bytes are, and how many
	private static final int VECTOR_SIZE = 16;

	// struct cmsghdr: its length with the data, SOL_SOCKET, SCM_RIGHTS
	private static final int CONTROL_HEADER_SIZE = 16;

	private static final int SOL_SOCKET = 1;

	private static final int SCM_RIGHTS = 1;

	private static final short AF_UNIX = 1;

	/** The size in bytes of sun_path in struct sockaddr_un. */
	static final int LONGEST_PATH = 108;

	private SocketMessage() {
	}

	/**
	 * Build the structure.
	 * @param path the path of the receiver, at most {@link #LONGEST_PATH} bytes, the
	 * first of which is NUL if it is abstract
	 * @param message the bytes to send
	 * @param descriptors the descriptors to send
	 * @return the structure, to be freed by the caller
	 */
	static Memory of(byte[] path, byte[] message, List<Integer> descriptors) {
		int control = descriptors.isEmpty() ? 0 : CONTROL_HEADER_SIZE + descriptors.size() * Integer.BYTES;
		// The control message comes first, because the kernel expects it to be aligned.
		long controlAt = HEADER_SIZE + VECTOR_SIZE;
		long addressAt = controlAt + align(control);
		long messageAt = addressAt + Short.BYTES + path.length + 1;
		Memory memory = new Memory(messageAt + message.length + 1);
		memory.clear();
		memory.setPointer(0, memory.share(addressAt));
		memory.setInt(8, Short.BYTES + path.length);
		memory.setPointer(16, memory.share(HEADER_SIZE));
		memory.setLong(24, 1);
		memory.setPointer(32, (control > 0) ? memory.share(controlAt) : Pointer.NULL);
		memory.setLong(40, control);
		memory.setPointer(HEADER_SIZE, memory.share(messageAt));
		memory.setLong(HEADER_SIZE + Native.POINTER_SIZE, message.length);
		if (control > 0) {
			memory.setLong(controlAt, control);
			memory.setInt(controlAt + 8, SOL_SOCKET);
			memory.setInt(controlAt + 12, SCM_RIGHTS);
			for (int index = 0; index < descriptors.size(); index++) {
				memory.setInt(controlAt + CONTROL_HEADER_SIZE + (long) index * Integer.BYTES, descriptors.get(index));
			}
		}
		memory.setShort(addressAt, AF_UNIX);
		memory.write(addressAt + Short.BYTES, path, 0, path.length);
		memory.write(messageAt, message, 0, message.length);
		return memory;
	}

	private static long align(int size) {
		return (size + 7L) & ~7L;
	}

}
