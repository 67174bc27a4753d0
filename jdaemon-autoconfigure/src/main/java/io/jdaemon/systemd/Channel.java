package io.jdaemon.systemd;

import java.util.Optional;

/**
 * Carries messages to systemd.
 */
interface Channel {

	/**
	 * Send a message without waiting.
	 * @param notification the message
	 * @return what became of it
	 */
	Delivery deliver(Notification notification);

	/**
	 * Send a message without waiting. Where none can be sent at all, nothing happens.
	 * @param notification the message
	 * @return whether nothing is left to do; if not, systemd has no room for the message
	 * now
	 */
	default boolean send(Notification notification) {
		return deliver(notification) != Delivery.NO_ROOM;
	}

	/**
	 * The reason why a message could not be sent at all, the first time that it is asked
	 * for.
	 * @return the reason, if there is one that is not yet reported
	 */
	Optional<String> problem();

	/**
	 * The time on CLOCK_MONOTONIC.
	 * @return microseconds
	 */
	long monotonicMicros();

}
