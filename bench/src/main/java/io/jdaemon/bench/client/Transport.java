package io.jdaemon.bench.client;

import io.jdaemon.bench.http.RequestException;

/**
 * How a client sends a request: over which connection, in which protocol.
 */
interface Transport extends AutoCloseable {

	/**
	 * Send a request and wait for the whole answer.
	 * @return the status of the answer
	 * @throws RequestException if there is no whole answer
	 * @throws InterruptedException if the client is to end
	 */
	int get() throws RequestException, InterruptedException;

	@Override
	void close();

}
