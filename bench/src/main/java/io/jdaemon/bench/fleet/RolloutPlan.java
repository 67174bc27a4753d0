package io.jdaemon.bench.fleet;

import java.time.Duration;

/**
 * What one rollout is to do.
 *
 * @param hosts how many hosts wait
 * @param permits how many may restart at a time
 * @param restarts after how many restarts the rollout ends
 * @param hold how long each has its permit, scaled
 */
record RolloutPlan(int hosts, int permits, int restarts, Duration hold) {

	/**
	 * The time of the rollout if each permit were acquired at the moment of its release.
	 * @return the time, scaled
	 */
	Duration ideal() {
		return this.hold.multipliedBy((this.restarts + this.permits - 1) / this.permits);
	}

}
