package io.jdaemon.fleet;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import io.jdaemon.restart.RestartGate.Passage;
import io.jdaemon.settings.FleetSettings;
import io.jdaemon.settings.WithoutCoordinator;
import io.jdaemon.shutdown.LifecycleLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link FleetMember}, with a permit in memory.
 */
class FleetMemberTests {

	private static final String ME = "host-1:/srv/orders.pid";

	private static final String OTHER = "host-2:/srv/orders.pid";

	private static final Duration LONG = Duration.ofMinutes(5);

	private final FakePermits permits = new FakePermits();

	private final List<String> waiting = new CopyOnWriteArrayList<>();

	private volatile Optional<String> healthProblem = Optional.empty();

	private volatile int asked;

	private FleetMember member = member(LONG, Duration.ZERO, WithoutCoordinator.REFUSE);

	private FleetMember member(Duration patience, Duration settle, WithoutCoordinator withoutCoordinator) {
		return new FleetMember(new FleetSettings("orders", ME, 1, patience, settle, withoutCoordinator, null),
				this.permits, LONG, this::healthProblem, new LifecycleLog(() -> {
				}, () -> true));
	}

	private Optional<String> healthProblem() {
		this.asked++;
		return this.healthProblem;
	}

	@AfterEach
	void close() {
		this.member.close();
	}

	@Test
	void freePermitIsAcquired() {
		assertThat(passage().await(this.waiting::add)).isEmpty();
		assertThat(this.permits.heldBy(ME)).isTrue();
		assertThat(this.waiting).isEmpty();
	}

	@Test
	void permitOfAnotherIsWaitedFor() {
		this.permits.hold(OTHER, Duration.ZERO);
		CompletableFuture<Optional<String>> wait = inBackground(passage());
		awaitWaiting();
		assertThat(this.waiting.get(0))
			.matches("waiting for the permit of orders, held by " + OTHER + " since [-0-9]+ [:0-9]+");
		release(OTHER);
		assertThat(wait).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(Optional.empty());
		assertThat(this.permits.heldBy(ME)).isTrue();
		assertThat(this.waiting).hasSize(1);
	}

	@Test
	void holderThatGivesNoSignOfLifeIsSeen() {
		this.permits.hold(OTHER, Duration.ofMinutes(40));
		inBackground(passage());
		awaitWaiting();
		assertThat(this.waiting.get(0)).endsWith(", which does not answer");
	}

	@Test
	void patienceThatIsOverRefusesAndNamesTheHolder() {
		this.member = member(Duration.ZERO, Duration.ZERO, WithoutCoordinator.REFUSE);
		this.permits.hold(OTHER, Duration.ZERO);
		assertThat(passage().await(this.waiting::add)).get()
			.asString()
			.startsWith("It did not get the permit of orders within 0 s (jdaemon.fleet.patience), held by " + OTHER);
		assertThat(this.permits.heldBy(OTHER)).isTrue();
	}

	@Test
	void coordinatorThatIsAwayRefuses() {
		this.member = member(Duration.ZERO, Duration.ZERO, WithoutCoordinator.REFUSE);
		this.permits.away = true;
		assertThat(passage().await(this.waiting::add)).contains("It cannot ask for the permit of orders "
				+ "(jdaemon.fleet.without-coordinator is refuse): connection refused.");
	}

	@Test
	void coordinatorThatIsAwayIsNotWaitedForIfRestartsGoOnWithout() {
		this.member = member(Duration.ZERO, Duration.ZERO, WithoutCoordinator.RESTART);
		this.permits.away = true;
		assertThat(passage().await(this.waiting::add)).isEmpty();
	}

	@Test
	void coordinatorThatComesBackGrants() {
		this.permits.away = true;
		CompletableFuture<Optional<String>> wait = inBackground(passage());
		awaitWaiting();
		assertThat(this.waiting.get(0))
			.isEqualTo("waiting for the permit of orders, which cannot be asked for: connection refused");
		this.permits.away = false;
		assertThat(wait).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(Optional.empty());
	}

	@Test
	void cancelledWaitEndsAndTakesNoPermit() {
		this.permits.hold(OTHER, Duration.ZERO);
		Passage passage = passage();
		CompletableFuture<Optional<String>> wait = inBackground(passage);
		awaitWaiting();
		passage.cancel();
		assertThat(wait).succeedsWithin(Duration.ofSeconds(20))
			.isEqualTo(Optional.of("The wait for the permit of orders was ended."));
		release(OTHER);
		assertThat(this.permits.heldBy(ME)).isFalse();
	}

	@Test
	void permitThatIsGrantedToACancelledWaitIsReleased() {
		this.permits.slow = new CountDownLatch(1);
		Passage passage = passage();
		CompletableFuture<Optional<String>> wait = inBackground(passage);
		await().until(() -> this.permits.attempts == 1);
		passage.cancel();
		this.permits.slow.countDown();
		assertThat(wait).succeedsWithin(Duration.ofSeconds(20)).matches(Optional::isPresent);
		awaitReleased();
	}

	@Test
	void permitWhoseGrantWasNotHeardOfIsReleased() {
		this.member = member(Duration.ZERO, Duration.ZERO, WithoutCoordinator.REFUSE);
		this.permits.answerLost = true;
		assertThat(passage().await(this.waiting::add)).isPresent();
		awaitReleased();
	}

	@Test
	void permitIsReleasedIfTheProcessStopsInsteadOfRestarting() {
		Passage passage = passage();
		passage.await(this.waiting::add);
		passage.cancel();
		awaitReleased();
	}

	@Test
	void closedApplicationReleasesThePermitThatNoRestartFollows() {
		settle();
		this.healthProblem = Optional.of("the health is DOWN");
		Passage passage = passage();
		passage.await(this.waiting::add);
		passage.cancel();
		assertThat(this.permits.heldBy(ME)).isTrue();
		this.member.close();
		assertThat(this.permits.heldBy(ME)).isFalse();
	}

	@Test
	void closedApplicationKeepsThePermitOfItsRestart() {
		settle();
		Passage passage = passage();
		passage.await(this.waiting::add);
		passage.begin();
		this.member.close();
		assertThat(this.permits.heldBy(ME)).isTrue();
	}

	@Test
	void newerPassageKeepsThePermitOfTheOneThatWasCancelled() {
		Passage first = passage();
		first.await(this.waiting::add);
		Passage second = passage();
		first.cancel();
		assertThat(second.await(this.waiting::add)).isEmpty();
		second.failed();
		assertThat(this.permits.heldBy(ME)).isTrue();
	}

	@Test
	void failedRestartKeepsThePermitAlsoWhenTheApplicationCloses() {
		Passage passage = passage();
		passage.await(this.waiting::add);
		passage.failed();
		this.member.close();
		assertThat(this.permits.heldBy(ME)).isTrue();
	}

	@Test
	void permitOfAFailedRestartStaysAlsoAfterAnAttemptThatCannotAsk() {
		this.member = member(Duration.ZERO, Duration.ZERO, WithoutCoordinator.REFUSE);
		Passage failed = passage();
		failed.await(this.waiting::add);
		failed.failed();
		this.permits.away = true;
		assertThat(passage().await(this.waiting::add)).isPresent();
		int renewed = this.permits.renewed;
		this.permits.away = false;
		await().until(() -> this.permits.renewed > renewed);
		assertThat(this.permits.heldBy(ME)).isTrue();
		assertThat(this.asked).isZero();
	}

	@Test
	void permitOfAFailedRestartStaysAlsoAfterAnAttemptThatIsStopped() {
		settle();
		Passage failed = passage();
		failed.await(this.waiting::add);
		failed.failed();
		Passage next = passage();
		next.await(this.waiting::add);
		next.cancel();
		this.member.close();
		assertThat(this.permits.heldBy(ME)).isTrue();
	}

	@Test
	void closedApplicationReleasesThePermitOfARestartThatHasNotBegun() {
		settle();
		passage().await(this.waiting::add);
		this.member.close();
		assertThat(this.permits.heldBy(ME)).isFalse();
	}

	@Test
	void closedApplicationWaitsForNoCoordinatorThatDoesNotRespond() {
		settle();
		passage().await(this.waiting::add);
		this.permits.slow = new CountDownLatch(1);
		assertThat(CompletableFuture.runAsync(this.member::close)).succeedsWithin(Duration.ofSeconds(20));
		this.permits.slow.countDown();
	}

	@Test
	void holderGivesSignsOfLifeWhileItsRestartIsPrepared() {
		settle();
		int renewed = this.permits.renewed;
		passage().await(this.waiting::add);
		await().until(() -> this.permits.renewed > renewed);
		assertThat(this.permits.heldBy(ME)).isTrue();
	}

	@Test
	void refusalsOfACoordinatorThatCannotListAreNoOutage() {
		this.member = member(Duration.ZERO, Duration.ZERO, WithoutCoordinator.RESTART);
		this.permits.hold(OTHER, Duration.ZERO);
		this.permits.listFails = true;
		assertThat(passage().await(this.waiting::add))
			.contains("It did not get the permit of orders within 0 s (jdaemon.fleet.patience).");
	}

	private void settle() {
		int renewed = this.permits.renewed;
		this.member.serving();
		await().until(() -> this.permits.renewed > renewed && keepers() == 0);
	}

	private static long keepers() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("jdaemon-permit"))
			.count();
	}

	@Test
	void servingImageReleasesThePermitOnceItIsHealthy() {
		this.permits.hold(ME, Duration.ZERO);
		this.healthProblem = Optional.of("the health is DOWN");
		this.member.serving();
		await().until(() -> this.asked > 2);
		assertThat(this.permits.heldBy(ME)).isTrue();
		this.healthProblem = Optional.empty();
		awaitReleased();
	}

	@Test
	void servingImageReleasesThePermitOnceTheCoordinatorIsBack() {
		this.permits.hold(ME, Duration.ZERO);
		this.permits.away = true;
		this.member.serving();
		this.permits.away = false;
		awaitReleased();
	}

	@Test
	void servingImageLeavesThePermitOfAnother() {
		this.permits.hold(OTHER, Duration.ZERO);
		settle();
		assertThat(this.permits.heldBy(OTHER)).isTrue();
	}

	@Test
	void restartBeforeThePermitIsReleasedKeepsIt() {
		this.member = member(LONG, LONG, WithoutCoordinator.REFUSE);
		this.permits.hold(ME, Duration.ZERO);
		this.member.serving();
		assertThat(passage().await(this.waiting::add)).isEmpty();
		assertThat(this.permits.heldBy(ME)).isTrue();
	}

	private Passage passage() {
		return this.member.passage().orElseThrow();
	}

	private CompletableFuture<Optional<String>> inBackground(Passage passage) {
		return CompletableFuture.supplyAsync(() -> passage.await(this.waiting::add));
	}

	private void awaitWaiting() {
		await().until(() -> !this.waiting.isEmpty());
	}

	private void awaitReleased() {
		await().until(() -> !this.permits.heldBy(ME));
	}

	private void release(String holder) {
		try {
			this.permits.release(holder, holder);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

}
