package io.jdaemon.sockets;

import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;

/**
 * A server without connections.
 *
 * @param requestedAddress where it is to listen
 * @param localAddress where it listens, {@code null} if it does not
 * @param drains whether it has announced its end
 */
public record IdleServer(InetSocketAddress requestedAddress, @Nullable InetSocketAddress localAddress,
		AtomicBoolean drains) implements ListeningServer {

	public IdleServer(InetSocketAddress requestedAddress, @Nullable InetSocketAddress localAddress) {
		this(requestedAddress, localAddress, new AtomicBoolean());
	}

	@Override
	public void announceEnd() {
		this.drains.set(true);
	}

	@Override
	public void stopAccepting() {
	}

	@Override
	public long accepted() {
		return 0;
	}

	@Override
	public Set<?> connections() {
		return Set.of();
	}

}
