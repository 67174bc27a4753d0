package io.jdaemon.bench.fleet;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;

import io.jdaemon.RestartPermit;
import io.jdaemon.RestartPermits;
import io.jdaemon.bench.options.FleetOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Hosts wait, restart and release, a thousand times as fast as the product.
 */
@Timeout(60)
class WaitingHostTests {

	private final ScheduledThreadPoolExecutor threads = new ScheduledThreadPoolExecutor(4);

	private final InMemoryPermits permits = new InMemoryPermits();

	@AfterEach
	void close() {
		this.threads.shutdownNow();
	}

	@Test
	void everyHostRestartsOnce() throws InterruptedException {
		RolloutResult result = rollout(15);
		assertThat(result.failure()).isNull();
		assertThat(result.most()).isBetween(1, 2);
		assertThat(result.gaps()).isNotEmpty();
		assertThat(result.statements()).isEqualTo(result.attempts() + (result.attempts() - 10) + 10);
		assertThat(this.permits.released).hasValue(10);
		assertThat(this.permits.holders).isEmpty();
	}

	@Test
	void longRestartsAreRenewed() throws InterruptedException {
		rollout(61);
		assertThat(this.permits.renewed).hasValue(20);
	}

	@Test
	void failureEndsTheRollout() throws InterruptedException {
		this.permits.away = true;
		assertThat(rollout(15).failure()).contains("away");
	}

	private RolloutResult rollout(int seconds) throws InterruptedException {
		FleetOptions options = new FleetOptions(10, List.of(2), 10, Duration.ofSeconds(seconds), 1000, 4,
				Optional.empty());
		Tally tally = new Tally(10, System.nanoTime());
		for (int i = 0; i < 10; i++) {
			new WaitingHost("host-" + i, this.permits, options, this.threads, tally).start();
		}
		tally.await();
		return tally.result(new RolloutPlan(10, 2, 10, options.scaled(options.hold())));
	}

	private static final class InMemoryPermits implements RestartPermits {

		private final Set<String> holders = ConcurrentHashMap.newKeySet();

		private final AtomicInteger renewed = new AtomicInteger();

		private final AtomicInteger released = new AtomicInteger();

		private volatile boolean away;

		@Override
		public synchronized boolean acquire(String holder) {
			if (this.away) {
				throw new IllegalStateException("away");
			}
			return this.holders.size() < 2 && this.holders.add(holder);
		}

		@Override
		public boolean renew(String holder) {
			this.renewed.incrementAndGet();
			return true;
		}

		@Override
		public void release(String holder, String releasedBy) {
			this.released.incrementAndGet();
			this.holders.remove(holder);
		}

		@Override
		public List<RestartPermit> held() {
			return this.holders.stream().map((holder) -> new RestartPermit(holder, null, null)).toList();
		}

	}

}
