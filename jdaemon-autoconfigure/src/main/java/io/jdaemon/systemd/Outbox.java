package io.jdaemon.systemd;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

import io.jdaemon.process.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * Messages to systemd, in order. One that systemd has no room for is sent later, and
 * those that follow it are sent after it.
 */
final class Outbox {

	private static final Duration PAUSE = Duration.ofMillis(100);

	// systemd has stopped to read by then.
	private static final int MOST = 50;

	private final Channel channel;

	private final Consumer<String> warnings;

	private final Deque<Notification> unsent = new ArrayDeque<>();

	private @Nullable Deadline due;

	/**
	 * Create the outbox.
	 * @param channel carries the messages
	 * @param warnings receives a line if it cannot
	 */
	Outbox(Channel channel, Consumer<String> warnings) {
		this.channel = channel;
		this.warnings = warnings;
	}

	long monotonicMicros() {
		return this.channel.monotonicMicros();
	}

	/**
	 * Send a message.
	 * @param notification the message
	 */
	void send(Notification notification) {
		if (this.unsent.size() < MOST) {
			this.unsent.add(notification);
			sendRest();
		}
	}

	/**
	 * Send a message that is not needed once the next one of its kind is sent.
	 * @param notification the message
	 */
	void sendIfEmpty(Notification notification) {
		if (this.unsent.isEmpty()) {
			send(notification);
		}
	}

	/**
	 * Send a message, unless one before it is not sent yet. It is not kept.
	 * @param notification the message
	 * @return what became of it
	 */
	Delivery deliver(Notification notification) {
		sendRest();
		return this.unsent.isEmpty() ? this.channel.deliver(notification) : Delivery.NO_ROOM;
	}

	/**
	 * Send what could not be sent yet.
	 */
	void sendRest() {
		this.due = null;
		while (!this.unsent.isEmpty()) {
			if (!this.channel.send(this.unsent.element())) {
				this.due = Deadline.after(PAUSE);
				return;
			}
			this.unsent.remove();
		}
	}

	/**
	 * Log, once, why messages cannot be sent at all.
	 */
	void reportProblem() {
		this.channel.problem().ifPresent(this.warnings);
	}

	/**
	 * When to call {@link #sendRest()}.
	 * @return the moment, {@code null} if everything is sent
	 */
	@Nullable Deadline due() {
		return this.due;
	}

}
