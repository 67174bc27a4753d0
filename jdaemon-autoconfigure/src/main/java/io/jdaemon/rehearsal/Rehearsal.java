package io.jdaemon.rehearsal;

import java.time.Duration;

/**
 * One start of the application up to the point where its context is complete.
 */
public interface Rehearsal {

	/**
	 * Run the rehearsal, once. This blocks until its process has ended.
	 * @param limit how long that may take
	 * @return the result
	 */
	RehearsalResult run(Duration limit);

	/**
	 * End the rehearsal at once, from any thread and at any time. This does not block.
	 */
	void cancel();

}
