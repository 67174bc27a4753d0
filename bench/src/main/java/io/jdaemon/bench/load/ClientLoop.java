package io.jdaemon.bench.load;

/**
 * When a client sends its requests.
 */
interface ClientLoop {

	/**
	 * Send requests until the rounds are finished.
	 * @throws InterruptedException if interrupted
	 */
	void run() throws InterruptedException;

	/**
	 * Take note that a restart is over.
	 */
	void restartCompleted();

	/**
	 * Tell whether the client has seen enough for the next restart to begin.
	 * @param restarts the number of restarts so far
	 * @return whether it has
	 */
	boolean settled(int restarts);

	void close();

}
