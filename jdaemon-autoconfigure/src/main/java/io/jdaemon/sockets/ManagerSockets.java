package io.jdaemon.sockets;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.jdaemon.output.StandardStreams;
import io.jdaemon.posix.OpenFlag;
import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixException;
import io.jdaemon.process.Deadline;
import io.jdaemon.process.InheritedSocket;
import io.jdaemon.process.ListenDescriptor;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * What the service manager has passed to this process, and what is in its descriptor
 * store. The service manager has these sockets open, too, so they outlive the process.
 * Here each keeps its descriptor for as long as the process lives, over every exec, and a
 * server adopts a copy.
 */
public final class ManagerSockets {

	/** How the name of each descriptor in the store begins. */
	public static final String STORED = "jdaemon-";

	private static final Log logger = LogFactory.getLog(ManagerSockets.class);

	// How long systemd may take to close a socket
	private static final Duration CLOSING = Duration.ofSeconds(5);

	private static final Duration INTERVAL = Duration.ofMillis(10);

	private final Posix posix;

	private final List<ListenDescriptor> passed;

	private final Set<Integer> asked = ConcurrentHashMap.newKeySet();

	private volatile Predicate<ListenDescriptor> former = (socket) -> {
		remove(socket);
		return true;
	};

	/**
	 * Start with what was passed.
	 * @param passed the descriptors
	 */
	public ManagerSockets(Posix posix, List<ListenDescriptor> passed) {
		this.posix = posix;
		this.passed = new CopyOnWriteArrayList<>(passed);
	}

	void closeOnExec() {
		this.passed.removeIf((candidate) -> {
			try {
				this.posix.closeOnExec(candidate.descriptor(), true);
				return false;
			}
			catch (PosixException ex) {
				// EBADF: the program that started this one has closed it.
				return true;
			}
		});
	}

	/**
	 * The descriptors that stay open over an exec.
	 * @return those that are still open
	 */
	public List<Integer> open() {
		return this.passed.stream().map(ListenDescriptor::descriptor).filter(this::isOpen).toList();
	}

	private boolean isOpen(int descriptor) {
		try {
			this.posix.fstat(descriptor);
			return true;
		}
		catch (PosixException ex) {
			return false;
		}
	}

	/**
	 * The descriptors that the environment does not announce to the next image.
	 * @return those that are still open
	 */
	public List<ListenDescriptor> unannounced() {
		return this.passed.stream()
			.filter((candidate) -> !candidate.announced() && isOpen(candidate.descriptor()))
			.toList();
	}

	/**
	 * The listening sockets, for another process.
	 * @return the descriptors of sockets that a server could adopt
	 */
	public List<ListenDescriptor> listening() {
		return this.passed.stream().filter((candidate) -> address(candidate) != null).toList();
	}

	/**
	 * The sockets in the descriptor store.
	 * @return their descriptors here
	 */
	public List<ListenDescriptor> stored() {
		return listening().stream().filter(ManagerSockets::stored).toList();
	}

	/**
	 * Add a socket that is in the descriptor store from now on.
	 * @param socket a descriptor of its own, which then belongs to this object
	 */
	public void add(ListenDescriptor socket) {
		this.passed.add(socket);
	}

	/**
	 * Close a socket that is no longer in the descriptor store. If LISTEN_FDS counts its
	 * descriptor, no other file may get that number: /dev/null takes it.
	 * @param socket its descriptor here
	 */
	public void remove(ListenDescriptor socket) {
		try {
			if (socket.announced()) {
				int devNull = this.posix.open(StandardStreams.DEV_NULL, 0, OpenFlag.RDWR);
				this.posix.dup2(devNull, socket.descriptor());
				this.posix.closeOnExec(socket.descriptor(), true);
				this.posix.close(devNull);
				return;
			}
		}
		catch (PosixException ex) {
			logger.debug("The descriptor " + socket.descriptor() + " is closed", ex);
		}
		this.passed.remove(socket);
		this.posix.close(socket.descriptor());
	}

	/**
	 * Close this process's copies of what is in the descriptor store, so that a port is
	 * closed once its server is, unless the store has a copy.
	 */
	public void leaveStored() {
		this.passed.stream().filter((candidate) -> stored(candidate) && !candidate.announced()).forEach(this::remove);
	}

	/**
	 * Whether a socket keeps a server from listening: they have the same port, and one of
	 * them is for all addresses.
	 * @param socket a descriptor
	 * @param requested the address that the server is to listen on
	 * @return whether the addresses conflict
	 */
	boolean conflicts(int socket, InetSocketAddress requested) {
		InetSocketAddress address = address(socket);
		return address != null && address.getPort() == requested.getPort()
				&& (address.getAddress().isAnyLocalAddress() || InheritedSocket.address(requested).startsWith("*"));
	}

	/**
	 * Take sockets out of the descriptor store that keep a server from listening, because
	 * its address has changed, and wait until the port is free.
	 * @param requested the address that the server is to listen on
	 */
	void leaveFormer(InetSocketAddress requested) {
		List<ListenDescriptor> former = stored().stream()
			.filter((candidate) -> conflicts(candidate.descriptor(), requested))
			.toList();
		boolean removed = false;
		for (ListenDescriptor socket : former) {
			removed |= this.former.test(socket);
		}
		if (removed) {
			Deadline deadline = Deadline.after(CLOSING);
			while (!free(requested) && deadline.remainingNanos() > 0) {
				LockSupport.parkNanos(INTERVAL.toNanos());
			}
		}
	}

	// systemd closes the socket some time after it was asked to.
	private static boolean free(InetSocketAddress requested) {
		try (ServerSocketChannel channel = ServerSocketChannel.open()) {
			channel.bind(requested);
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Set how to take a socket out of the descriptor store.
	 * @param former receives the descriptor here, and responds whether it removes it
	 */
	public void whenFormer(Predicate<ListenDescriptor> former) {
		this.former = former;
	}

	List<InetSocketAddress> addresses() {
		return this.passed.stream().map(this::address).flatMap(Stream::ofNullable).toList();
	}

	boolean has(InheritedSocket copy) {
		InetSocketAddress address = address(copy.descriptor());
		return address != null && has(address);
	}

	boolean has(InetSocketAddress address) {
		return addresses().stream().anyMatch((other) -> SocketTable.same(other, address));
	}

	private @Nullable InetSocketAddress address(ListenDescriptor candidate) {
		return address(candidate.descriptor());
	}

	private @Nullable InetSocketAddress address(int descriptor) {
		try {
			return this.posix.accepting(descriptor) ? this.posix.getsockname(descriptor) : null;
		}
		catch (PosixException ex) {
			// It is no socket.
			return null;
		}
	}

	/**
	 * Whether a socket unit listens on an address, so that the socket is configured there
	 * and not by its server.
	 * @param address the address
	 * @return whether it was passed by socket activation
	 */
	public boolean activated(InetSocketAddress address) {
		return this.passed.stream().filter((candidate) -> !stored(candidate)).anyMatch((candidate) -> {
			InetSocketAddress other = address(candidate);
			return other != null && SocketTable.same(other, address);
		});
	}

	private static boolean stored(ListenDescriptor candidate) {
		return candidate.name().startsWith(STORED);
	}

	/**
	 * Find the socket for a server. If the server requests a port on all addresses, a
	 * socket unit may restrict it to one of them: the server could not listen on the port
	 * in any other way.
	 * @param requested the address that the server is configured to listen on
	 * @param used the addresses that other servers listen on
	 * @return the descriptor, which stays open
	 */
	Optional<ListenDescriptor> find(InetSocketAddress requested, List<InetSocketAddress> used) {
		List<ListenDescriptor> candidates = this.passed.stream().filter((candidate) -> {
			InetSocketAddress address = address(candidate);
			return address != null && address.getPort() == requested.getPort()
					&& used.stream().noneMatch((other) -> SocketTable.same(other, address));
		}).toList();
		Optional<ListenDescriptor> found = candidates.stream()
			.filter((candidate) -> formatted(candidate).equals(InheritedSocket.address(requested)))
			.findFirst()
			.or(() -> candidates.stream()
				.filter((candidate) -> InheritedSocket.address(requested).startsWith("*") && !stored(candidate))
				.findFirst());
		found.ifPresent((socket) -> this.asked.add(socket.descriptor()));
		if (found.isEmpty()) {
			candidates.stream()
				.filter((candidate) -> !stored(candidate))
				.findFirst()
				.ifPresent((candidate) -> logger.warn("The service manager listens on " + formatted(candidate)
						+ ", and the server is to listen on " + InheritedSocket.address(requested)
						+ ": set server.address and ListenStream= to the same address"));
		}
		return found;
	}

	private String formatted(ListenDescriptor candidate) {
		InetSocketAddress address = address(candidate);
		return (address != null) ? InheritedSocket.address(address) : "";
	}

	/**
	 * Log which descriptors no server has asked for. They stay open, because the variable
	 * LISTEN_FDS counts them and the application may use them itself.
	 */
	void logRest() {
		for (ListenDescriptor candidate : this.passed) {
			if (!stored(candidate) && !this.asked.contains(candidate.descriptor())) {
				String address = formatted(candidate);
				logger.info("The descriptor " + candidate.descriptor() + " (" + candidate.name()
						+ ") of the service manager stays open, but no server " + (address.isEmpty()
								? "can use it: it is no TCP socket that listens" : "listens on " + address));
			}
		}
	}

}
