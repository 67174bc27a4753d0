package io.jdaemon.sockets;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;

import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixException;
import io.jdaemon.process.InheritedSocket;
import io.jdaemon.process.ListenDescriptor;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * The listening sockets that survive a restart. A server adopts the socket that the
 * previous image passed on for its address. For the next image, the sockets of all
 * servers are kept: each gets a second descriptor, which its server does not know. As
 * long as a descriptor of a socket is open, connections wait in the kernel and none is
 * refused; see listen(2).
 */
public final class KeptSockets {

	private static final Log logger = LogFactory.getLog(KeptSockets.class);

	private final Posix posix;

	private final List<ListeningServer> servers = new CopyOnWriteArrayList<>();

	private final Drain drain = new Drain();

	private final List<InheritedSocket> inherited;

	private final List<InheritedSocket> kept = new ArrayList<>();

	private final ManagerSockets manager;

	/**
	 * Start with the sockets that servers may adopt.
	 * @param inherited the sockets that the previous image has passed on
	 * @param manager the sockets of the service manager
	 */
	public KeptSockets(Posix posix, List<InheritedSocket> inherited, ManagerSockets manager) {
		this.posix = posix;
		this.inherited = new ArrayList<>(inherited);
		this.manager = manager;
	}

	/**
	 * The sockets of the service manager.
	 * @return the sockets, which stay open
	 */
	public ManagerSockets manager() {
		return this.manager;
	}

	/**
	 * Make the inherited sockets close-on-exec, so that processes that this one starts do
	 * not get them.
	 */
	public void closeOnExec() throws PosixException {
		for (InheritedSocket socket : this.inherited) {
			this.posix.closeOnExec(socket.descriptor(), true);
		}
		this.manager.closeOnExec();
	}

	/**
	 * Adopt the existing socket for an address as a descriptor that does not block.
	 * @param requested the address that a server is configured to listen on
	 * @param backlog how many connections may wait, see listen(2); below 1 for as many as
	 * before
	 * @return the descriptor, which then belongs to the caller, if there is such a socket
	 */
	public OptionalInt takeDescriptor(InetSocketAddress requested, int backlog) throws IOException {
		OptionalInt descriptor = adopt(requested, InheritedSocket.address(requested), backlog);
		if (descriptor.isPresent()) {
			// The service manager passes a socket that blocks.
			this.posix.blocking(descriptor.getAsInt(), false);
		}
		return descriptor;
	}

	private OptionalInt adopt(InetSocketAddress requested, String name, int backlog) throws IOException {
		Optional<ListenDescriptor> managed = this.manager.find(requested, localAddresses());
		Optional<InheritedSocket> socket = take(name);
		if (socket.isEmpty() && managed.isEmpty()) {
			closeFormer(requested);
			return OptionalInt.empty();
		}
		int descriptor = socket.isPresent() ? socket.get().descriptor()
				: this.posix.dup(managed.orElseThrow().descriptor());
		InetSocketAddress address = this.posix.getsockname(descriptor);
		// A socket unit has a setting of its own, Backlog=.
		if (backlog > 0 && (address == null || !this.manager.activated(address))) {
			this.posix.listen(descriptor, backlog);
		}
		logger.debug("The socket for " + InheritedSocket.address(requested) + " was adopted");
		return OptionalInt.of(descriptor);
	}

	private void closeFormer(InetSocketAddress requested) {
		synchronized (this.inherited) {
			this.inherited.removeIf((socket) -> {
				boolean former = this.manager.conflicts(socket.descriptor(), requested);
				if (former) {
					close(socket, "closed: a server is to listen on " + InheritedSocket.address(requested));
				}
				return former;
			});
		}
		this.manager.leaveFormer(requested);
	}

	private List<InetSocketAddress> localAddresses() {
		return this.servers.stream().map(ListeningServer::localAddress).filter(Objects::nonNull).toList();
	}

	private Optional<InheritedSocket> take(String name) {
		synchronized (this.inherited) {
			Optional<InheritedSocket> socket = this.inherited.stream()
				.filter((candidate) -> candidate.address().equals(name))
				.findFirst();
			socket.ifPresent(this.inherited::remove);
			return socket;
		}
	}

	/**
	 * Adopt the existing socket for an address as a channel. Java cannot create a channel
	 * from a descriptor. So a channel is opened on an ephemeral port of the loopback
	 * interface, and its socket is replaced with dup2(2).
	 * @param requested the address that a server is configured to listen on
	 * @param backlog how many connections may wait, see listen(2); below 1 for as many as
	 * before
	 * @return a channel that listens, if there is such a socket
	 */
	public Optional<InheritedServerChannel> takeChannel(InetSocketAddress requested, int backlog) throws IOException {
		return takeChannel(requested, InheritedSocket.address(requested), backlog);
	}

	/**
	 * Adopt the existing socket with a name as a channel.
	 * @param requested the address that a server is configured to listen on
	 * @param name the {@linkplain ListeningServer#name() name} that the server had
	 * @param backlog how many connections may wait
	 * @return a channel that listens, if there is such a socket
	 */
	Optional<InheritedServerChannel> takeChannel(InetSocketAddress requested, String name, int backlog)
			throws IOException {
		OptionalInt descriptor = adopt(requested, name, backlog);
		return descriptor.isPresent() ? Optional.of(adopt(descriptor.getAsInt())) : Optional.empty();
	}

	private InheritedServerChannel adopt(int descriptor) throws IOException {
		InetSocketAddress address = this.posix.getsockname(descriptor);
		ServerSocketChannel channel = ServerSocketChannel.open();
		try {
			channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
			OptionalInt replaced = SocketTable.read(this.posix).find((InetSocketAddress) channel.getLocalAddress());
			if (address == null || replaced.isEmpty()) {
				throw new IOException("The socket " + descriptor + " cannot be found in /proc/self/fd");
			}
			this.posix.dup2(descriptor, replaced.getAsInt());
			this.posix.close(descriptor);
			return new InheritedServerChannel(channel, address);
		}
		catch (IOException ex) {
			channel.close();
			throw ex;
		}
	}

	/**
	 * Close the inherited socket for an address, because its server cannot adopt it and
	 * could not listen on the address while the socket is open.
	 * @param requested the address that the server is configured to listen on
	 */
	public void discard(InetSocketAddress requested) {
		take(InheritedSocket.address(requested))
			.ifPresent((socket) -> close(socket, "opened again: its server cannot adopt it"));
	}

	private void close(InheritedSocket socket, String reason) {
		logger.info("The socket for " + socket.address() + " is " + reason);
		this.posix.close(socket.descriptor());
	}

	/**
	 * Close the inherited sockets that no server has adopted. Those of the service
	 * manager stay open.
	 */
	public void closeRest() {
		synchronized (this.inherited) {
			for (InheritedSocket socket : this.inherited) {
				if (!this.manager.has(socket)) {
					logger.info("The socket for " + socket.address() + " is closed: no server listens on it any more");
				}
				this.posix.close(socket.descriptor());
			}
			this.inherited.clear();
		}
		this.manager.logRest();
	}

	/**
	 * Add a server that listens.
	 * @param server the server
	 */
	public void add(ListeningServer server) {
		this.servers.add(server);
	}

	/**
	 * Add event streams, which are to end when the servers have stopped accepting.
	 * @param streams the streams
	 */
	public void add(EventStreams streams) {
		this.drain.add(streams);
	}

	/**
	 * End event streams and WebSockets, because the context is about to be closed.
	 */
	public void endLongLived() {
		this.drain.endLongLived(this.servers);
	}

	/**
	 * Remove a server that no longer listens.
	 * @param server the server
	 */
	public void remove(ListeningServer server) {
		this.servers.remove(server);
	}

	/**
	 * Keep the sockets of all servers open, even if the servers close them.
	 * @return the sockets to pass on to the next image
	 * @throws IOException if one cannot be kept; then none is
	 */
	public synchronized List<InheritedSocket> keep() throws IOException {
		release();
		SocketTable table = SocketTable.read(this.posix);
		try {
			for (ListeningServer server : this.servers) {
				InetSocketAddress address = server.localAddress();
				if (address != null) {
					keep(table.find(address), server);
				}
			}
		}
		catch (IOException ex) {
			release();
			throw ex;
		}
		return List.copyOf(this.kept);
	}

	/**
	 * The addresses that servers listen on and have asked for. A port that the kernel has
	 * chosen is another one after each start.
	 * @return the addresses
	 */
	public List<InetSocketAddress> onFixedPorts() {
		return this.servers.stream()
			.filter((server) -> server.requestedAddress().getPort() != 0)
			.map(ListeningServer::localAddress)
			.filter(Objects::nonNull)
			.toList();
	}

	/**
	 * Make a second descriptor of a socket.
	 * @param address the address that a server listens on
	 * @return the descriptor, which then belongs to the caller
	 * @throws IOException if no socket listens there
	 */
	public int copy(InetSocketAddress address) throws IOException {
		return SocketTable.read(this.posix).copy(this.posix, address);
	}

	/**
	 * The listening sockets of this process that are not kept, because they belong to no
	 * server that is known here, and not to the service manager.
	 * @return the addresses that they listen on
	 */
	public List<InetSocketAddress> others() throws IOException {
		List<InetSocketAddress> known = new ArrayList<>(localAddresses());
		known.addAll(this.manager.addresses());
		return SocketTable.read(this.posix).without(known);
	}

	/**
	 * Those of {@link #others()} whose port was not chosen by the kernel, so that another
	 * process with the same settings would ask for the same one.
	 * @return the addresses that they listen on
	 */
	public List<InetSocketAddress> othersOnFixedPorts() throws IOException {
		EphemeralPorts ephemeral = EphemeralPorts.read();
		return others().stream().filter((address) -> !ephemeral.contains(address.getPort())).toList();
	}

	private void keep(OptionalInt descriptor, ListeningServer server) throws PosixException {
		if (descriptor.isPresent()) {
			this.kept.add(new InheritedSocket(this.posix.dup(descriptor.getAsInt()), server.name()));
		}
	}

	/**
	 * Close the sockets that were kept, because there will be no next image.
	 */
	public synchronized void release() {
		this.kept.forEach((socket) -> this.posix.close(socket.descriptor()));
		this.kept.clear();
	}

	/**
	 * Before exec: make the next response on each connection its last, and stop accepting
	 * once the connections that are open now have ended, or have had the time to. So new
	 * connections do not wait meanwhile.
	 * @param timeout how long a connection without a request is waited for at most
	 * @return what is still open then, a sentence; empty if all have ended
	 */
	public Optional<String> drain(Duration timeout) {
		return this.drain.beforeGap(this.servers, timeout);
	}

	/**
	 * The gap in which new connections wait for the next image.
	 * @return the gap, empty if no server has stopped accepting
	 */
	public Optional<Gap> gap() {
		return this.drain.gap();
	}

	/**
	 * Before a stop: do the same, if new connections wait for the next process, because
	 * the service manager has the sockets of all servers open, too.
	 * @param timeout how long a connection without a request is waited for at most
	 * @return what is still open then, a sentence; empty if all have ended
	 */
	public Optional<String> drainForNextProcess(Duration timeout) {
		boolean outlive = localAddresses().stream().allMatch(this.manager::has);
		this.manager.leaveStored();
		return outlive ? drain(timeout) : Optional.empty();
	}

	/**
	 * After a handover: leave new connections to the successor, and wait until those that
	 * are open have ended.
	 * @param timeout how long to wait at most
	 * @return what is still open then, a sentence; empty if all have ended
	 */
	public Optional<String> drainForSuccessor(Duration timeout) {
		return this.drain.besideSuccessor(this.servers, timeout);
	}

	/**
	 * End the wait for the connections.
	 */
	public void endDrain() {
		this.drain.end();
	}

}
