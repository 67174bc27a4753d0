package io.jdaemon.sockets;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.jdaemon.ListeningChannel;
import io.jdaemon.process.Deadline;
import io.jdaemon.process.InheritedSocket;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * One listening socket of the application's own as a {@link ListeningServer}. What
 * connections there are only the application knows, so it ends them itself.
 */
final class ApplicationChannel implements ListeningChannel, ListeningServer {

	private static final Log logger = LogFactory.getLog(ApplicationChannel.class);

	private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

	private final ServerSocketChannel channel;

	private final InetSocketAddress requestedAddress;

	private final InetSocketAddress address;

	private final Duration drainTimeout;

	private final List<Runnable> actions = new ArrayList<>();

	private @Nullable Thread draining;

	private @Nullable Deadline deadline;

	ApplicationChannel(ServerSocketChannel channel, InetSocketAddress requestedAddress, Duration drainTimeout)
			throws IOException {
		this(channel, requestedAddress, (InetSocketAddress) channel.getLocalAddress(), drainTimeout);
	}

	/**
	 * Create the server of a channel that listens.
	 * @param channel Java's own channel
	 * @param requestedAddress the address that the application has requested
	 * @param address the address that the channel listens on
	 * @param drainTimeout how long the actions may take
	 */
	ApplicationChannel(ServerSocketChannel channel, InetSocketAddress requestedAddress, InetSocketAddress address,
			Duration drainTimeout) {
		this.channel = channel;
		this.requestedAddress = requestedAddress;
		this.address = address;
		this.drainTimeout = drainTimeout;
	}

	/**
	 * The name by which the next image finds the socket for an address. A web server with
	 * port 0 must not get this one.
	 */
	static String name(InetSocketAddress requested) {
		String address = InheritedSocket.address(requested);
		return (requested.getPort() != 0) ? address : address + "/application";
	}

	@Override
	public String name() {
		return name(this.requestedAddress);
	}

	@Override
	public ServerSocketChannel channel() {
		return this.channel;
	}

	@Override
	public InetSocketAddress address() {
		return this.address;
	}

	@Override
	public InetSocketAddress requestedAddress() {
		return this.requestedAddress;
	}

	// The application may close the channel itself.
	@Override
	public @Nullable InetSocketAddress localAddress() {
		return this.channel.isOpen() ? this.address : null;
	}

	@Override
	public void onDrain(Runnable action) {
		synchronized (this) {
			if (this.draining == null) {
				this.actions.add(action);
				return;
			}
		}
		call(action);
	}

	@Override
	public void announceEnd() {
		// Only once nothing is accepted any more
	}

	@Override
	public void stopAccepting() {
		drain();
	}

	/**
	 * Call the actions of the application, unless they have been called or the
	 * application has closed the channel before.
	 * @return whether this has begun it
	 */
	synchronized boolean drain() {
		if (this.draining != null || !this.channel.isOpen()) {
			return false;
		}
		Thread thread = new Thread(() -> List.copyOf(this.actions).forEach(this::call), "jdaemon-drain");
		thread.setDaemon(true);
		this.draining = thread;
		this.deadline = Deadline.after(this.drainTimeout);
		thread.start();
		return true;
	}

	private void call(Runnable action) {
		try {
			action.run();
		}
		catch (RuntimeException | LinkageError ex) {
			logger.error(
					"The application has not drained its listening socket " + InheritedSocket.address(this.address),
					ex);
		}
	}

	@Override
	public synchronized boolean ending() {
		if (this.draining == null || this.deadline == null || !this.draining.isAlive()) {
			return false;
		}
		if (this.deadline.remainingNanos() > 0) {
			return true;
		}
		logger.warn("The application has not drained its listening socket " + InheritedSocket.address(this.address)
				+ " within " + this.drainTimeout.toSeconds() + " s (spring.lifecycle.timeout-per-shutdown-phase)");
		this.deadline = null;
		return false;
	}

	/** Wait until the actions have returned, or are out of time. */
	void awaitEnd() {
		while (ending()) {
			LockSupport.parkNanos(INTERVAL_NANOS);
		}
	}

	// Only the application knows its connections.
	@Override
	public long accepted() {
		return 0;
	}

	@Override
	public Set<?> connections() {
		return Set.of();
	}

	@Override
	public void close() throws IOException {
		this.channel.close();
	}

}
