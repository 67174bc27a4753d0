package io.jdaemon.sockets.jetty;

import java.nio.channels.SelectableChannel;
import java.util.concurrent.atomic.AtomicInteger;

import org.eclipse.jetty.io.SelectorManager;

/**
 * Counts the connections that are being accepted, from before accept(2) until Jetty lists
 * them.
 */
final class PendingAccepts implements SelectorManager.AcceptListener {

	private final AtomicInteger count = new AtomicInteger();

	int count() {
		return this.count.get();
	}

	void begin() {
		this.count.incrementAndGet();
	}

	void end() {
		this.count.decrementAndGet();
	}

	@Override
	public void onAccepted(SelectableChannel channel) {
		end();
	}

	@Override
	public void onAcceptFailed(SelectableChannel channel, Throwable cause) {
		end();
	}

}
