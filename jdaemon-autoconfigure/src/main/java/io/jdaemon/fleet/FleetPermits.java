package io.jdaemon.fleet;

import java.util.List;
import java.util.function.BooleanSupplier;

import io.jdaemon.RestartPermit;
import io.jdaemon.RestartPermits;

/**
 * The permits of the fleet as one holder uses them: one call at a time, and none for a
 * thread that is over.
 */
final class FleetPermits {

	private final RestartPermits permits;

	private final String holder;

	// By the image before; and after a failure, the permit may have been granted all the
	// same. Not guarded: a call may take long.
	private volatile boolean perhapsHeld = true;

	FleetPermits(RestartPermits permits, String holder) {
		this.permits = permits;
		this.holder = holder;
	}

	/**
	 * Acquire a permit.
	 * @param over whether the calling thread is over
	 * @return whether it is granted
	 * @throws Exception if that cannot be found out
	 */
	synchronized boolean acquire(BooleanSupplier over) throws Exception {
		if (over.getAsBoolean()) {
			return false;
		}
		this.perhapsHeld = true;
		boolean granted = this.permits.acquire(this.holder);
		this.perhapsHeld = granted;
		return granted;
	}

	/**
	 * Release the permit.
	 * @param over whether the calling thread is over
	 * @return whether it was released
	 * @throws Exception if it may not be released
	 */
	synchronized boolean release(BooleanSupplier over) throws Exception {
		if (over.getAsBoolean()) {
			return false;
		}
		this.permits.release(this.holder, this.holder);
		this.perhapsHeld = false;
		return true;
	}

	/**
	 * Release the permit if there may be one.
	 * @throws Exception if it may not be released
	 */
	synchronized void giveBack() throws Exception {
		if (this.perhapsHeld) {
			release(() -> false);
		}
	}

	/**
	 * Whether there may be a permit. This does not wait.
	 * @return whether one was granted, or may have been
	 */
	boolean perhapsHeld() {
		return this.perhapsHeld;
	}

	/**
	 * Give a sign of life.
	 * @param over whether the calling thread is over
	 * @return whether this instance has a permit, or the calling thread is over
	 * @throws Exception if that cannot be found out
	 */
	synchronized boolean renew(BooleanSupplier over) throws Exception {
		if (over.getAsBoolean()) {
			return true;
		}
		boolean held = this.permits.renew(this.holder);
		this.perhapsHeld = held;
		return held;
	}

	/**
	 * The permits that are held.
	 * @return one for each holder
	 * @throws Exception if that cannot be found out
	 */
	synchronized List<RestartPermit> held() throws Exception {
		return this.permits.held();
	}

}
