package io.jdaemon.bench.fleet;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import io.jdaemon.bench.client.WaitHistogram;
import org.jspecify.annotations.Nullable;

/**
 * Counts what the hosts of one rollout do. All times are those of
 * {@link System#nanoTime()}.
 */
final class Tally {

	private final WaitHistogram latency = new WaitHistogram();

	private final Deque<Long> free = new ArrayDeque<>();

	private final List<Duration> gaps = new ArrayList<>();

	private final CountDownLatch left;

	private final long begin;

	private long end;

	private long attempts;

	private long statements;

	private int holding;

	private int most;

	private @Nullable String failure;

	Tally(int restarts, long begin) {
		this.left = new CountDownLatch(restarts);
		this.begin = begin;
		this.end = begin;
	}

	synchronized void attempted(long from, long until, boolean granted) {
		this.attempts++;
		this.statements++;
		this.latency.add(Duration.ofNanos(until - from));
		if (granted) {
			this.holding++;
			this.most = Math.max(this.most, this.holding);
			Long released = this.free.poll();
			if (released != null) {
				this.gaps.add(Duration.ofNanos(until - released));
			}
		}
	}

	/**
	 * The table was read.
	 * @param held how many permits were held
	 */
	synchronized void seen(int held) {
		this.statements++;
		this.most = Math.max(this.most, held);
	}

	synchronized void renewed() {
		this.statements++;
	}

	// Another host may have the permit before the response to the release is here.
	synchronized void releasing(long time) {
		this.holding--;
		this.free.add(time);
	}

	synchronized void released(long time) {
		this.statements++;
		this.end = Math.max(this.end, time);
		this.left.countDown();
	}

	synchronized void failed(String host, Exception ex) {
		if (this.failure == null && this.left.getCount() > 0) {
			this.failure = host + ": " + ex;
			while (this.left.getCount() > 0) {
				this.left.countDown();
			}
		}
	}

	void await() throws InterruptedException {
		this.left.await();
	}

	synchronized RolloutResult result(RolloutPlan plan) {
		return new RolloutResult(plan, Duration.ofNanos(this.end - this.begin), this.attempts, this.statements,
				this.latency.quantile(0.5), this.latency.quantile(0.99), this.most, List.copyOf(this.gaps),
				this.failure);
	}

}
