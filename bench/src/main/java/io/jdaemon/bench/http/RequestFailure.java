package io.jdaemon.bench.http;

/**
 * How a request can fail. A status other than 2xx is no failure of the connection and
 * counted apart.
 */
public enum RequestFailure {

	/** Nobody listens: ECONNREFUSED. */
	REFUSED("refused"),

	/** ECONNRESET or EPIPE on a new connection, before the first byte of the answer. */
	RESET("reset"),

	/** A new connection was closed in good order, but before the first byte. */
	CLOSED("closed"),

	/** Closed or reset after the first byte of the answer and before its last. */
	TRUNCATED("truncated"),

	/**
	 * Closed or reset before the first byte, on a connection that had answered before and
	 * not announced to close.
	 */
	BROKEN_KEEP_ALIVE("broken keep-alive"),

	/** No byte for {@link HttpConnection#TIMEOUT}. */
	TIMED_OUT("timed out"),

	/** Anything else: an answer that is not HTTP, or no port left for this client. */
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
