package io.jdaemon.systemd;

import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixException;
import org.jspecify.annotations.Nullable;

/**
 * The socket on which systemd receives messages of the service: sd_notify(3). A message
 * is one datagram, sent by this process itself and without waiting.
 */
public final class NotifySocket {

	/** The name of the variable that contains the address of the socket. */
	public static final String VARIABLE = "NOTIFY_SOCKET";

	private final Posix posix;

	private final String address;

	private final Consumer<String> warnings;

	private boolean warned;

	private NotifySocket(Posix posix, String address, Consumer<String> warnings) {
		this.posix = posix;
		this.address = address;
		this.warnings = warnings;
	}

	/**
	 * Find the socket of this process.
	 * @param environment the environment of the process
	 * @param warnings receives one line if the socket cannot be used
	 * @return the socket, if the environment names one
	 */
	public static Optional<NotifySocket> find(Posix posix, Map<String, String> environment, Consumer<String> warnings) {
		@Nullable String address = environment.get(VARIABLE);
		return Optional.ofNullable(address)
			.filter((name) -> !name.isEmpty())
			.map((name) -> new NotifySocket(posix, name, warnings));
	}

	/**
	 * Send a message. A socket that is missing or forbidden is reported once.
	 * @param notification the message
	 * @return whether nothing is left to do; if not, systemd has no room for the message
	 * now
	 */
	public boolean send(Notification notification) {
		try {
			this.posix.sendmsg(this.address.startsWith("@") ? "\0" + this.address.substring(1) : this.address,
					notification.bytes(), notification.descriptors());
			return true;
		}
		catch (PosixException ex) {
			if (ex.errno() == PosixException.EAGAIN) {
				return false;
			}
			warn(ex);
			return true;
		}
	}

	private void warn(PosixException problem) {
		if (!this.warned) {
			this.warned = true;
			this.warnings.accept("systemd does not learn the state of this process, because a message to "
					+ this.address + " (" + VARIABLE + ") cannot be sent: " + problem.getMessage());
		}
	}

}
