package io.jdaemon.systemd;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.jdaemon.posix.Reason;
import io.jdaemon.process.InheritedSocket;
import io.jdaemon.process.ListenDescriptor;
import io.jdaemon.sockets.KeptSockets;
import io.jdaemon.sockets.ManagerSockets;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The descriptor store of the service: FileDescriptorStoreMax= in systemd.service(5). It
 * contains a copy of each listening socket of a server, so that connections wait, and
 * none is refused, from the death of this process until its next start.
 */
public final class DescriptorStore {

	private static final Log logger = LogFactory.getLog(DescriptorStore.class);

	// A full queue of systemd; ten seconds in all
	private static final int ATTEMPTS = 100;

	private static final long PAUSE_MILLIS = 100;

	private final @Nullable NotifySocket notifySocket;

	private final KeptSockets sockets;

	private final ManagerSockets manager;

	// Until it has taken over, the store is that of the predecessor.
	private volatile boolean successor;

	private DescriptorStore(@Nullable NotifySocket notifySocket, KeptSockets sockets, boolean successor) {
		this.notifySocket = notifySocket;
		this.sockets = sockets;
		this.manager = sockets.manager();
		this.successor = successor;
	}

	/**
	 * The store of this process.
	 * @param environment the environment of this process
	 * @param notifySocket the socket of systemd, if this is the main process of a service
	 * @param sockets the listening sockets of this process
	 * @param successor whether this process is a successor that has not taken over yet
	 * @return the store, which does nothing if systemd offers none
	 */
	public static DescriptorStore of(Map<String, String> environment, @Nullable NotifySocket notifySocket,
			KeptSockets sockets, boolean successor) {
		DescriptorStore store = new DescriptorStore(offered(environment) ? notifySocket : null, sockets, successor);
		if (notifySocket != null) {
			sockets.manager().whenFormer((socket) -> store.leave(notifySocket, socket));
		}
		return store;
	}

	// Before version 254, systemd does not report the size of the store. Since then it
	// also sets the other variable, unless the unit turns it off.
	private static boolean offered(Map<String, String> environment) {
		String size = environment.get("FDSTORE");
		return (size != null) ? !size.equals("0") : !environment.containsKey("MEMORY_PRESSURE_WATCH");
	}

	/**
	 * Make the store contain the sockets that the servers listen on now, but for those of
	 * socket units and those on a port that the kernel has chosen. What it contains
	 * already is not sent again. A successor has taken over by then.
	 */
	public void update() {
		this.successor = false;
		if (this.notifySocket != null) {
			Map<String, InetSocketAddress> wanted = new TreeMap<>();
			this.sockets.onFixedPorts()
				.stream()
				.filter((address) -> !this.manager.activated(address))
				.forEach((address) -> wanted.put(name(address), address));
			for (ListenDescriptor stored : this.manager.stored()) {
				if (wanted.remove(stored.name()) == null) {
					remove(this.notifySocket, stored);
				}
			}
			wanted.forEach((name, address) -> add(this.notifySocket, name, address));
		}
	}

	private void add(NotifySocket systemd, String name, InetSocketAddress address) {
		try {
			int copy = this.sockets.copy(address);
			this.manager.add(new ListenDescriptor(copy, name, false));
			send(systemd, Notification.store(name, List.of(copy)));
			logger.debug("The socket for " + InheritedSocket.address(address) + " was sent to the descriptor store");
		}
		catch (IOException ex) {
			logger.warn("The socket for " + InheritedSocket.address(address)
					+ " is not in the descriptor store of systemd: " + Reason.of(ex));
		}
	}

	// The predecessor listens on what is in its store, and is to listen on it if this
	// process fails.
	private boolean leave(NotifySocket systemd, ListenDescriptor stored) {
		if (this.successor) {
			logger.warn("The predecessor listens on the socket " + stored.name()
					+ ", so this process cannot listen on another address with the same port."
					+ " Restart by exec (jdaemon.restart.strategy) to change the address");
			return false;
		}
		remove(systemd, stored);
		return true;
	}

	private void remove(NotifySocket systemd, ListenDescriptor stored) {
		logger.info("The socket " + stored.name()
				+ " is removed from the descriptor store of systemd and closed: no server listens on it any more");
		send(systemd, Notification.unstore(stored.name()));
		this.manager.remove(stored);
	}

	private static void send(NotifySocket systemd, Notification notification) {
		for (int attempt = 0; attempt < ATTEMPTS && !systemd.send(notification); attempt++) {
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS));
		}
	}

	/**
	 * The name of a socket in the store. systemd allows no colon in it.
	 * @param address the address that the socket listens on
	 * @return such as {@code jdaemon-8080} for all addresses, or
	 * {@code jdaemon-127.0.0.1-8080}
	 */
	static String name(InetSocketAddress address) {
		InetAddress host = address.getAddress();
		return ManagerSockets.STORED + (host.isAnyLocalAddress() ? "" : host.getHostAddress().replace(':', '_') + "-")
				+ address.getPort();
	}

}
