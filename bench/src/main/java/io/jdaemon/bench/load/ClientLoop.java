package io.jdaemon.bench.load;

/**
 * What the thread of a client runs; it decides when the client sends its requests.
 */
interface ClientLoop {

	/**
	 * Send requests until the run is finished.
	 * @throws InterruptedException if the thread is interrupted
	 */
	void run() throws InterruptedException;

	/**
	 * Note that a restart has completed.
	 */
	void restartCompleted();

	/**
	 * Whether the client has made enough requests for the next restart to start.
	 * @param restarts the number of restarts so far
	 * @return whether the next restart may start
	 */
	boolean settled(int restarts);

	void close();

}
