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

	void increment() {
		this.count.incrementAndGet();
	}

	void decrement() {
		this.count.decrementAndGet();
	}

	@Override
	public void onAccepted(SelectableChannel channel) {
		decrement();
	}

	@Override
	public void onAcceptFailed(SelectableChannel channel, Throwable cause) {
		decrement();
	}

}
