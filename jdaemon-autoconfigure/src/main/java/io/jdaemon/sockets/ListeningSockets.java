package io.jdaemon.sockets;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixException;
import io.jdaemon.process.InheritedSocket;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * The listening sockets that outlive the image of this process. A server takes over what
 * the previous image has left, and before the next image its sockets are kept: a second
 * descriptor of each, which the server knows nothing of. While any descriptor is open,
 * connections wait in the kernel, and none is refused; see listen(2).
 */
public final class ListeningSockets {

	private static final Log logger = LogFactory.getLog(ListeningSockets.class);

	private static final long INTERVAL = 10;

	private final Posix posix;

	private final List<ListeningServer> servers = new CopyOnWriteArrayList<>();

	// A server forgets its socket when it accepts no more.
	private final List<ListeningServer> draining = new CopyOnWriteArrayList<>();

	private final List<InheritedSocket> inherited;

	private final List<InheritedSocket> kept = new ArrayList<>();

	/**
	 * Go on with the sockets of the previous image.
	 * @param inherited what it has left
	 */
	public ListeningSockets(Posix posix, List<InheritedSocket> inherited) {
		this.posix = posix;
		this.inherited = new ArrayList<>(inherited);
	}

	/**
	 * See to it that processes that this one starts do not get them.
	 */
	public void closeOnExec() throws PosixException {
		for (InheritedSocket socket : this.inherited) {
			this.posix.closeOnExec(socket.descriptor(), true);
		}
	}

	/**
	 * Take over the socket that the previous image has left for an address.
	 * @param requested the address that a server was told to listen on
	 * @param backlog how many connections may wait, see listen(2); below 1 as many as so
	 * far
	 * @return a descriptor, now the caller's, if there is one
	 */
	public OptionalInt takeDescriptor(InetSocketAddress requested, int backlog) throws IOException {
		Optional<InheritedSocket> socket = take(requested);
		if (socket.isPresent()) {
			if (backlog > 0) {
				this.posix.listen(socket.get().descriptor(), backlog);
			}
			logger.debug("The socket for " + socket.get().address() + " was taken over");
		}
		return socket.map(InheritedSocket::descriptor).map(OptionalInt::of).orElseGet(OptionalInt::empty);
	}

	private Optional<InheritedSocket> take(InetSocketAddress requested) {
		String address = InheritedSocket.address(requested);
		synchronized (this.inherited) {
			Optional<InheritedSocket> socket = this.inherited.stream()
				.filter((candidate) -> candidate.address().equals(address))
				.findFirst();
			socket.ifPresent(this.inherited::remove);
			return socket;
		}
	}

	/**
	 * Take over the socket that the previous image has left for an address. Java makes no
	 * channel of a descriptor. So it opens one of its own, on a port that nobody knows,
	 * and the socket below is exchanged: dup2(2).
	 * @param requested the address that a server was told to listen on
	 * @param backlog how many connections may wait, see listen(2); below 1 as many as so
	 * far
	 * @return a channel that listens, if there is one
	 */
	public Optional<InheritedServerChannel> takeChannel(InetSocketAddress requested, int backlog) throws IOException {
		OptionalInt descriptor = takeDescriptor(requested, backlog);
		return descriptor.isPresent() ? Optional.of(adopt(descriptor.getAsInt())) : Optional.empty();
	}

	private InheritedServerChannel adopt(int descriptor) throws IOException {
		InetSocketAddress address = this.posix.getsockname(descriptor);
		ServerSocketChannel channel = ServerSocketChannel.open();
		try {
			channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
			OptionalInt exchanged = SocketTable.read(this.posix).find((InetSocketAddress) channel.getLocalAddress());
			if (address == null || exchanged.isEmpty()) {
				throw new IOException("The socket " + descriptor + " cannot be found in /proc/self/fd");
			}
			this.posix.dup2(descriptor, exchanged.getAsInt());
			this.posix.close(descriptor);
			return new InheritedServerChannel(channel, address);
		}
		catch (IOException ex) {
			channel.close();
			throw ex;
		}
	}

	/**
	 * Close the socket that the previous image has left for an address: its server cannot
	 * take it over, and could not listen beside it.
	 * @param requested the address that the server was told to listen on
	 */
	public void discard(InetSocketAddress requested) {
		take(requested).ifPresent((socket) -> {
			logger.info("The socket for " + socket.address() + " is opened anew: its server cannot take it over");
			this.posix.close(socket.descriptor());
		});
	}

	/**
	 * Close what no server has taken over.
	 */
	public void closeRest() {
		synchronized (this.inherited) {
			for (InheritedSocket socket : this.inherited) {
				logger.info("The socket for " + socket.address() + " is closed: no server listens on it any more");
				this.posix.close(socket.descriptor());
			}
			this.inherited.clear();
		}
	}

	/**
	 * A server listens.
	 * @param server the server
	 */
	public void add(ListeningServer server) {
		this.servers.add(server);
	}

	/**
	 * A server listens no more.
	 * @param server the server
	 */
	public void remove(ListeningServer server) {
		this.servers.remove(server);
	}

	/**
	 * Keep the sockets of all servers open, whatever the servers do.
	 * @return the sockets, for the next image
	 */
	public List<InheritedSocket> keep() throws IOException {
		SocketTable table = SocketTable.read(this.posix);
		List<InetSocketAddress> own = new ArrayList<>();
		for (ListeningServer server : this.servers) {
			InetSocketAddress address = server.localAddress();
			if (address != null) {
				own.add(address);
				keep(table.find(address), server);
			}
		}
		String others = table.without(own).stream().map(InheritedSocket::address).collect(Collectors.joining(", "));
		if (!others.isEmpty()) {
			logger.info("Closed and opened anew by the restart, not kept: " + others);
		}
		return List.copyOf(this.kept);
	}

	private void keep(OptionalInt descriptor, ListeningServer server) throws PosixException {
		if (descriptor.isPresent()) {
			this.kept.add(new InheritedSocket(this.posix.dup(descriptor.getAsInt()),
					InheritedSocket.address(server.requestedAddress())));
		}
	}

	/**
	 * Keep nothing open: there will be no next image.
	 */
	public void release() {
		this.kept.forEach((socket) -> this.posix.close(socket.descriptor()));
		this.kept.clear();
	}

	/**
	 * Let all servers accept no more connections, and end those that are open when they
	 * have got their answers.
	 */
	public void drain() {
		this.draining.addAll(this.servers);
		this.draining.forEach(ListeningServer::drain);
	}

	/**
	 * Wait for the end of the connections.
	 * @param most how long to wait at most
	 * @return whether all have ended
	 */
	public boolean awaitDrained(Duration most) {
		long end = System.nanoTime() + most.toNanos();
		while (connected() && System.nanoTime() < end) {
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(INTERVAL));
		}
		return !connected();
	}

	private boolean connected() {
		return this.draining.stream().anyMatch((server) -> server.connections() > 0);
	}

}
