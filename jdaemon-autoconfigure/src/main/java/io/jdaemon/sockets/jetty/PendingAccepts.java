package io.jdaemon.sockets.jetty;

import java.nio.channels.SelectableChannel;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.eclipse.jetty.io.SelectorManager;

/**
 * Counts the connections that are being accepted, from before accept(2) until Jetty lists
 * them; and those that were accepted.
 */
final class PendingAccepts implements SelectorManager.AcceptListener {

	private final AtomicInteger count = new AtomicInteger();

	private final AtomicLong accepted = new AtomicLong();

	int count() {
		return this.count.get();
	}

	long accepted() {
		return this.accepted.get();
	}

	void countAccepted() {
		this.accepted.incrementAndGet();
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
