package io.jdaemon.bench.http;

import java.io.IOException;

/**
 * A request without a whole answer.
 */
public final class RequestException extends Exception {

	private static final long serialVersionUID = 1L;

	private final RequestFailure failure;

	public RequestException(RequestFailure failure, IOException cause) {
		super((cause.getMessage() != null) ? cause.getMessage() : cause.getClass().getSimpleName(), cause);
		this.failure = failure;
	}

	public RequestFailure failure() {
		return this.failure;
	}

	/**
	 * Tell the failure in one line, equal for equal causes.
	 * @return the kind of failure and the cause's message, without the address of the
	 * client that HttpClient puts before it
	 */
	public String description() {
		return this.failure + ": " + String.valueOf(getMessage()).replaceFirst("^/[0-9.]+:\\d+: ", "");
	}

}
