package io.jdaemon.bench.http;

import java.io.IOException;

/**
 * A request without a complete response.
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
	 * Describe the failure in one line; equal causes give equal lines.
	 * @return the failure and the message of the cause, without the client's address that
	 * HttpClient puts before it
	 */
	public String description() {
		return this.failure + ": " + String.valueOf(getMessage()).replaceFirst("^/[0-9.]+:\\d+: ", "");
	}

}
