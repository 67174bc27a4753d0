package io.jdaemon.bench.http;

/**
 * How a request can fail. A status other than 2xx is not a failure of the connection and
 * is counted separately.
 */
public enum RequestFailure {

	/** ECONNREFUSED: no socket listens on the port. */
	REFUSED("refused"),

	/** ECONNRESET or EPIPE on a new connection, before the first byte of the response. */
	RESET("reset"),

	/** A new connection was closed without a reset, before the first byte. */
	CLOSED("closed"),

	/** Closed or reset after the first byte of the response and before the last. */
	TRUNCATED("truncated"),

	/**
	 * Closed or reset before the first byte, on a connection that had carried a response
	 * before and whose end the server had not announced.
	 */
	BROKEN_KEEP_ALIVE("broken keep-alive"),

	/** No byte for {@link HttpConnection#TIMEOUT}. */
	TIMED_OUT("timed out"),

	/** Anything else: a response that is not HTTP, or no free port for the client. */
	OTHER("other");

	private final String label;

	RequestFailure(String label) {
		this.label = label;
	}

	@Override
	public String toString() {
		return this.label;
	}

}
