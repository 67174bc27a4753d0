package io.jdaemon.bench.fleet;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The figures of a rollout are those of what its hosts did.
 */
@Timeout(30)
class TallyTests {

	private static final RolloutPlan PLAN = new RolloutPlan(3, 1, 2, Duration.ofSeconds(15));

	private final Tally tally = new Tally(2, seconds(100));

	@Test
	void rolloutOfTwoRestartsIsSummedUp() throws InterruptedException {
		this.tally.attempted(seconds(100), seconds(101), true);
		this.tally.attempted(seconds(100), seconds(102), false);
		this.tally.seen(1);
		this.tally.renewed();
		restarted(116);
		this.tally.attempted(seconds(118), seconds(119), true);
		restarted(135);
		this.tally.await();
		RolloutResult result = this.tally.result(PLAN);
		assertThat(result.isRight()).isTrue();
		assertThat(result.time()).hasSeconds(36);
		assertThat(result.ratio()).isEqualTo(1.2);
		assertThat(result.attempts()).isEqualTo(3);
		assertThat(result.statements()).isEqualTo(7);
		assertThat(result.perSecond(72)).isEqualTo(2);
		assertThat(result.gaps()).containsExactly(Duration.ofSeconds(3));
		assertThat(result.median().toMillis()).isBetween(1000L, 1032L);
	}

	@Test
	void hostsThatHoldMorePermitsThanThereAreAreSeen() {
		this.tally.attempted(seconds(100), seconds(101), true);
		this.tally.attempted(seconds(100), seconds(102), true);
		assertThat(this.tally.result(PLAN).isRight()).isFalse();
	}

	@Test
	void rowsOfMorePermitsThanThereAreAreSeen() {
		this.tally.attempted(seconds(100), seconds(101), true);
		this.tally.seen(2);
		assertThat(this.tally.result(PLAN).most()).isEqualTo(2);
	}

	@Test
	void failureEndsTheRollout() throws InterruptedException {
		this.tally.attempted(seconds(100), seconds(101), true);
		this.tally.failed("host-1", new IllegalStateException("away"));
		this.tally.failed("host-2", new IllegalStateException("also away"));
		this.tally.await();
		RolloutResult result = this.tally.result(PLAN);
		assertThat(result.isRight()).isFalse();
		assertThat(result.failure()).contains("host-1").contains("away").doesNotContain("also");
	}

	private void restarted(long second) {
		this.tally.releasing(seconds(second));
		this.tally.released(seconds(second + 1));
	}

	private static long seconds(long seconds) {
		return TimeUnit.SECONDS.toNanos(seconds);
	}

}
