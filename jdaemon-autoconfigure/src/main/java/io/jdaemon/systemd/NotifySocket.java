package io.jdaemon.systemd;

import java.util.Map;
import java.util.Optional;

import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixException;
import io.jdaemon.posix.Reason;
import org.jspecify.annotations.Nullable;

/**
 * The socket on which systemd receives messages of the service: sd_notify(3). A message
 * is one datagram, sent by this process itself and without waiting.
 */
public final class NotifySocket implements Channel {

	/** The name of the variable that contains the address of the socket. */
	public static final String VARIABLE = "NOTIFY_SOCKET";

	private final Posix posix;

	private final String address;

	private @Nullable String problem;

	private boolean reported;

	private NotifySocket(Posix posix, String address) {
		this.posix = posix;
		this.address = address;
	}

	/**
	 * Find the socket of this process.
	 * @param environment the environment of the process
	 * @return the socket, if the environment names one
	 */
	public static Optional<NotifySocket> find(Posix posix, Map<String, String> environment) {
		return named(environment) ? Optional.of(new NotifySocket(posix, environment.getOrDefault(VARIABLE, "")))
				: Optional.empty();
	}

	/**
	 * Whether an environment names a socket.
	 * @param environment the environment of a process
	 * @return whether the variable is set, and not empty
	 */
	static boolean named(Map<String, String> environment) {
		return !environment.getOrDefault(VARIABLE, "").isEmpty();
	}

	@Override
	public Delivery deliver(Notification notification) {
		try {
			this.posix.sendmsg(this.address.startsWith("@") ? "\0" + this.address.substring(1) : this.address,
					notification.bytes(), notification.descriptors());
			return Delivery.SENT;
		}
		catch (PosixException ex) {
			return (ex.errno() == PosixException.EAGAIN) ? Delivery.NO_ROOM : failed(ex);
		}
		catch (RuntimeException | LinkageError ex) {
			// What is reported must go on: perhaps it is a stop.
			return failed(ex);
		}
	}

	private Delivery failed(Throwable failure) {
		this.problem = "systemd does not learn the state of this process, because a message to " + this.address + " ("
				+ VARIABLE + ") cannot be sent: " + Reason.of(failure);
		return Delivery.FAILED;
	}

	@Override
	public Optional<String> problem() {
		if (this.problem == null || this.reported) {
			return Optional.empty();
		}
		this.reported = true;
		return Optional.of(this.problem);
	}

	@Override
	public long monotonicMicros() {
		return this.posix.monotonicMicros();
	}

}
