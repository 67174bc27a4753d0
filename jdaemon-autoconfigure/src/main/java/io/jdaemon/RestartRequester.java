package io.jdaemon;

import java.util.StringJoiner;

import org.jspecify.annotations.Nullable;

/**
 * Who requested a restart, as far as that is known.
 *
 * @param kind what carried the request
 * @param signal the name of the signal, with SIG, {@code null} if there was none
 * @param user the name of the user who ran the command, or who was authenticated at the
 * endpoint, {@code null} if it is not known
 * @param address the address of the client of the endpoint, {@code null} if it is not
 * known
 * @param pid the process ID of the command, {@code null} if there was none
 */
public record RestartRequester(Kind kind, @Nullable String signal, @Nullable String user, @Nullable String address,
		@Nullable Long pid) {

	/** What carries a request. */
	public enum Kind {

		/** A signal, whose sender the JVM does not know. */
		SIGNAL,

		/** The command {@code restart}, which has introduced itself before its signal. */
		COMMAND,

		/** The actuator endpoint. */
		ENDPOINT,

		/** A bean of the application. */
		APPLICATION

	}

	/**
	 * The sender of a signal.
	 * @param signal the name of the signal, with SIG
	 * @return the requester
	 */
	public static RestartRequester signal(String signal) {
		return new RestartRequester(Kind.SIGNAL, signal, null, null, null);
	}

	/**
	 * A command.
	 * @param signal the name of the signal that it has sent, with SIG
	 * @param user the user who ran it
	 * @param pid its process ID
	 * @return the requester
	 */
	public static RestartRequester command(String signal, String user, long pid) {
		return new RestartRequester(Kind.COMMAND, signal, user, null, pid);
	}

	/**
	 * A client of the endpoint.
	 * @param user the authenticated user, {@code null} if there is none
	 * @param address the address of the client, {@code null} if it is not known
	 * @return the requester
	 */
	public static RestartRequester endpoint(@Nullable String user, @Nullable String address) {
		return new RestartRequester(Kind.ENDPOINT, null, user, address, null);
	}

	/**
	 * The application itself.
	 * @return the requester
	 */
	public static RestartRequester application() {
		return new RestartRequester(Kind.APPLICATION, null, null, null, null);
	}

	/**
	 * The requester in words, for people.
	 * @return such as "SIGUSR1 (command restart, user alice, pid 4712)" or "the endpoint
	 * (user alice, address 192.0.2.7)"
	 */
	@Override
	public String toString() {
		StringJoiner details = new StringJoiner(", ", " (", ")").setEmptyValue("");
		if (this.kind == Kind.COMMAND) {
			details.add("command restart");
		}
		add(details, "user ", this.user);
		add(details, "address ", this.address);
		add(details, "pid ", this.pid);
		return switch (this.kind) {
			case SIGNAL, COMMAND -> this.signal;
			case ENDPOINT -> "the endpoint";
			case APPLICATION -> "the application";
		} + details;
	}

	private static void add(StringJoiner details, String label, @Nullable Object detail) {
		if (detail != null) {
			details.add(label + detail);
		}
	}

}
