package io.jdaemon.bench.client;

import io.jdaemon.bench.http.RequestException;

/**
 * How a client sends a request: over which connection, in which protocol.
 */
interface Transport extends AutoCloseable {

	/**
	 * Send a request and wait for the complete response.
	 * @return the status code
	 * @throws RequestException if no complete response arrives
	 * @throws InterruptedException if the thread is interrupted
	 */
	int get() throws RequestException, InterruptedException;

	@Override
	void close();

}
