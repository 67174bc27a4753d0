package io.jdaemon.bench.fleet;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What one rollout has shown.
 *
 * @param plan what it was to do
 * @param time from the first attempt to the last release
 * @param attempts how often a host tried to acquire a permit
 * @param statements how many statements there were, attempts among them
 * @param median of the latency of an attempt
 * @param ninetyNine the latency that 99 % of the attempts did not exceed
 * @param most how many permits were held at once at the most
 * @param gaps for how long each permit was free after a release
 * @param failure the first one, which has ended the rollout; {@code null} if there was
 * none
 */
record RolloutResult(RolloutPlan plan, Duration time, long attempts, long statements, Duration median,
		Duration ninetyNine, int most, List<Duration> gaps, @Nullable String failure) {

	boolean isRight() {
		return this.failure == null && this.most == Math.min(this.plan.permits(), this.plan.hosts());
	}

	/**
	 * How often something happened in a second.
	 * @param count how often in the whole rollout
	 * @return the rate, of the simulation
	 */
	double perSecond(long count) {
		return count / seconds(this.time);
	}

	/**
	 * The time of the rollout as a multiple of the ideal one.
	 * @return 1 or more
	 */
	double ratio() {
		return seconds(this.time) / seconds(this.plan.ideal());
	}

	/**
	 * The gap that a part of the gaps did not exceed.
	 * @param part how many of them, from 0 to 1
	 * @return the gap; zero if there was none
	 */
	Duration gap(double part) {
		List<Duration> sorted = this.gaps.stream().sorted().toList();
		return sorted.isEmpty() ? Duration.ZERO : sorted.get((int) Math.max(0, Math.ceil(part * sorted.size()) - 1));
	}

	static double seconds(Duration time) {
		return time.toNanos() / 1e9;
	}

}
