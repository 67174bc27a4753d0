package io.jdaemon.systemd;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import io.jdaemon.DaemonInfo;
import io.jdaemon.Mode;
import io.jdaemon.RestartStrategy;
import io.jdaemon.process.Deadline;
import io.jdaemon.restart.TestRequests;
import io.jdaemon.status.RestartResults;
import io.jdaemon.status.State;
import io.jdaemon.status.Status;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link ServiceManager}.
 */
class ServiceManagerTests {

	private static final Status STARTING = status(0);

	// Two microseconds: a ping is due at once.
	private static final Map<String, String> WATCHDOG = Map.of("WATCHDOG_USEC", "2");

	private final FakeSystemd systemd = new FakeSystemd();

	@Test
	void startAndStopAreReported() {
		ServiceManager manager = this.systemd.manager(ServiceRole.EXECUTED);
		manager.published(STARTING);
		manager.published(STARTING.in(State.READY));
		manager.published(STARTING.in(State.STOPPING));
		assertThat(this.systemd.messages()).containsExactly("STATUS=starting EXTEND_TIMEOUT_USEC=N",
				"READY=1 STATUS=ready since TIME", "STOPPING=1 STATUS=stopping EXTEND_TIMEOUT_USEC=N");
	}

	@Test
	void startThatFailsIsReported() {
		ServiceManager manager = this.systemd.manager(ServiceRole.EXECUTED);
		manager.published(STARTING);
		this.systemd.messages();
		manager.published(STARTING.in(State.STOPPING));
		assertThat(this.systemd.messages())
			.containsExactly("STOPPING=1 STATUS=stopping before it was ready EXTEND_TIMEOUT_USEC=N");
	}

	@Test
	void restartIsReloadThatTheNextImageEnds() {
		ServiceManager manager = ready(ServiceRole.EXECUTED, Map.of());
		manager.published(STARTING.in(State.RESTARTING).afterDecision());
		ServiceManager next = this.systemd.manager(ServiceRole.CONTINUED);
		next.published(status(1));
		next.published(status(1).in(State.READY));
		assertThat(this.systemd.messages()).containsExactly(
				"RELOADING=1 MONOTONIC_USEC=4711 STATUS=restarting EXTEND_TIMEOUT_USEC=N",
				"STATUS=starting, restart 1, requested by SIGUSR1 EXTEND_TIMEOUT_USEC=N",
				"READY=1 STATUS=ready since TIME, restart 1, requested by SIGUSR1");
	}

	@Test
	void refusedRestartIsReloadThatEndsAtOnceWithReason() {
		ServiceManager manager = ready(ServiceRole.EXECUTED, Map.of());
		manager.published(refused(STARTING.in(State.READY)));
		assertThat(this.systemd.messages()).containsExactly("RELOADING=1 MONOTONIC_USEC=4711",
				"READY=1 STATUS=ready since TIME; last restart (TIME, requested by SIGUSR1) refused: The jar is missing.");
	}

	// systemd may have asked for the second restart after it was told of the first.
	@Test
	void restartThatIsMergedIsReloadAgain() {
		ServiceManager manager = ready(ServiceRole.EXECUTED, Map.of());
		Status restarting = STARTING.in(State.RESTARTING).afterDecision();
		manager.published(restarting);
		this.systemd.messages();
		manager.published(restarting.afterDecision());
		assertThat(this.systemd.messages()).containsExactly("RELOADING=1 MONOTONIC_USEC=4711");
	}

	@Test
	void failedRestartIsReadyAgainWithReason() {
		ServiceManager manager = ready(ServiceRole.EXECUTED, Map.of("WATCHDOG_USEC", "2000000"));
		manager.published(STARTING.in(State.RESTARTING).afterDecision());
		manager.published(STARTING.in(State.READY)
			.afterDecision()
			.with(RestartResults.failed(TestRequests.SIGUSR1, RestartStrategy.EXEC, "The successor ended")));
		assertThat(this.systemd.messages()).containsExactly(
				"RELOADING=1 MONOTONIC_USEC=4711 STATUS=restarting WATCHDOG_USEC=120000000 EXTEND_TIMEOUT_USEC=N",
				"READY=1 STATUS=ready since TIME; last restart (TIME, requested by SIGUSR1) failed: The successor ended"
						+ " WATCHDOG_USEC=2000000");
	}

	@Test
	void statusThatReadsTheSameIsNotReported() {
		ServiceManager manager = ready(ServiceRole.EXECUTED, Map.of());
		manager.published(STARTING.in(State.READY).afterReopening(null));
		assertThat(this.systemd.messages()).isEmpty();
	}

	@Test
	void successorReportsNothingUntilItHasTakenOver() {
		ServiceManager manager = this.systemd.manager(ServiceRole.SUCCESSOR, Map.of("WATCHDOG_USEC", "2000000"));
		manager.published(status(1));
		manager.published(status(1).in(State.READY));
		manager.published(refused(status(1).in(State.READY)));
		assertThat(this.systemd.messages()).isEmpty();
		assertThat(manager.due()).isEmpty();
		manager.takeOver();
		assertThat(this.systemd.messages()).singleElement()
			.asString()
			.startsWith("READY=1")
			.endsWith("requested by SIGUSR1) refused: The jar is missing. WATCHDOG_USEC=2000000");
		assertThat(manager.due()).isPresent();
	}

	@Test
	void predecessorReportsNothingOnceItHasHandedOver() {
		ServiceManager manager = ready(ServiceRole.EXECUTED, WATCHDOG);
		manager.published(STARTING.in(State.RESTARTING).afterDecision());
		this.systemd.messages();
		manager.handOver(4712);
		manager.published(STARTING.in(State.STOPPING));
		manager.run();
		assertThat(this.systemd.messages()).containsExactly("MAINPID=4712");
		assertThat(manager.due()).isEmpty();
	}

	@Test
	void pingsComeFromReadyOnWhileAlive() {
		ServiceManager manager = this.systemd.manager(ServiceRole.EXECUTED, WATCHDOG);
		manager.published(STARTING);
		manager.run();
		manager.published(STARTING.in(State.READY));
		this.systemd.messages();
		runWhenDue(manager);
		assertThat(this.systemd.messages()).containsExactly("WATCHDOG=1");
		this.systemd.alive.set(false);
		runWhenDue(manager);
		runWhenDue(manager);
		assertThat(this.systemd.messages()).isEmpty();
		this.systemd.alive.set(true);
		runWhenDue(manager);
		assertThat(this.systemd.messages()).containsExactly("WATCHDOG=1");
		assertThat(this.systemd.warnings).containsExactly(
				"The liveness state is broken: systemd gets no more signs of life, and will end this process",
				"The liveness state is correct: systemd gets signs of life again");
		manager.published(STARTING.in(State.STOPPING));
		this.systemd.messages();
		manager.run();
		assertThat(this.systemd.messages()).isEmpty();
	}

	@Test
	void nextImageRestoresIntervalOfWatchdog() {
		ServiceManager next = this.systemd.manager(ServiceRole.CONTINUED, WATCHDOG);
		next.published(status(1));
		assertThat(next.due().orElseThrow().remainingNanos()).isPositive();
		this.systemd.messages();
		next.published(status(1).in(State.READY));
		assertThat(this.systemd.messages()).singleElement().asString().endsWith(" WATCHDOG_USEC=2");
	}

	@Test
	void messageThatSystemdHasNoRoomForIsSentLaterAndInOrder() {
		ServiceManager manager = ready(ServiceRole.EXECUTED, WATCHDOG);
		this.systemd.full = true;
		manager.published(refused(STARTING.in(State.READY)));
		runWhenDue(manager);
		assertThat(this.systemd.messages()).isEmpty();
		this.systemd.full = false;
		await().until(() -> {
			manager.run();
			return this.systemd.received.size() > 2;
		});
		assertThat(this.systemd.messages().toString()).startsWith("[RELOADING=1 MONOTONIC_USEC=4711, READY=1 STATUS=")
			.contains("refused: The jar is missing., WATCHDOG=1");
	}

	@Test
	void problemIsLoggedOnceTheLogIsOpen() {
		ServiceManager manager = this.systemd.manager(ServiceRole.EXECUTED);
		this.systemd.problem = Optional.of("no socket");
		manager.published(STARTING);
		assertThat(this.systemd.warnings).isEmpty();
		manager.published(STARTING.in(State.READY));
		manager.published(STARTING.in(State.STOPPING));
		assertThat(this.systemd.warnings).containsExactly("no socket");
	}

	@Test
	void extensionIsRepeatedUntilReady() {
		ServiceManager manager = new ServiceManager(new Outbox(this.systemd, this.systemd.warnings::add), null,
				new TimeLimits(Duration.ofHours(1), Duration.ZERO, Duration.ZERO, Duration.ofNanos(3000)), true,
				this.systemd.warnings::add);
		manager.published(STARTING);
		runWhenDue(manager);
		runWhenDue(manager);
		manager.published(STARTING.in(State.READY));
		manager.run();
		assertThat(this.systemd.messages()).containsExactly("STATUS=starting EXTEND_TIMEOUT_USEC=N",
				"EXTEND_TIMEOUT_USEC=N", "EXTEND_TIMEOUT_USEC=N", "READY=1 STATUS=ready since TIME");
	}

	@Test
	void extensionIsThreeTimesThePause() {
		ServiceManager manager = this.systemd.manager(ServiceRole.EXECUTED);
		manager.published(STARTING);
		assertThat(this.systemd.received).singleElement().asString().endsWith("EXTEND_TIMEOUT_USEC=30000000");
		assertThat(manager.due().map(Deadline::remainingNanos).orElseThrow())
			.isLessThanOrEqualTo(Duration.ofSeconds(10).toNanos());
		manager.published(STARTING.in(State.READY));
		assertThat(manager.due()).isEmpty();
		manager.published(STARTING.in(State.STOPPING));
		assertThat(manager.due()).isPresent();
	}

	@Test
	void decisionOnRestartThatTakesLongIsExtended() {
		ServiceManager manager = ready(ServiceRole.EXECUTED, Map.of());
		manager.deciding(Duration.ofSeconds(60));
		assertThat(manager.due()).isPresent();
		assertThat(this.systemd.messages()).isEmpty();
		manager.published(refused(STARTING.in(State.READY)));
		assertThat(manager.due()).isEmpty();
	}

	@Test
	void extensionIsNoLongerThanTheStateMayLast() {
		ServiceManager manager = new ServiceManager(new Outbox(this.systemd, this.systemd.warnings::add), null,
				new TimeLimits(Duration.ofNanos(1), Duration.ofSeconds(2), Duration.ZERO), true,
				this.systemd.warnings::add);
		manager.published(STARTING);
		assertThat(this.systemd.received).containsExactly("STATUS=starting");
		assertThat(manager.due()).isEmpty();
		manager.published(STARTING.in(State.STOPPING));
		assertThat(this.systemd.received.toArray()[1].toString())
			.matches("STOPPING=1 STATUS=stopping before it was ready EXTEND_TIMEOUT_USEC=1[12]\\d{6}");
	}

	@Test
	void noneReportsNothing() {
		ServiceManager none = ServiceManager.none();
		none.published(STARTING);
		none.published(STARTING.in(State.READY));
		none.send(Notification.watchdog());
		none.deciding(Duration.ofSeconds(60));
		none.run();
		none.takeOver();
		none.handOver(1);
		assertThat(none.due()).isEmpty();
		assertThat(none.present()).isFalse();
	}

	private ServiceManager ready(ServiceRole role, Map<String, String> environment) {
		ServiceManager manager = this.systemd.manager(role, environment);
		manager.published(STARTING);
		manager.published(STARTING.in(State.READY));
		this.systemd.messages();
		return manager;
	}

	private static void runWhenDue(ServiceManager manager) {
		await().until(() -> manager.due().orElseThrow().remainingNanos() <= 0);
		manager.run();
	}

	private static Status refused(Status status) {
		return status.with(RestartResults.refused(TestRequests.SIGUSR1, RestartStrategy.EXEC, "The jar is missing."))
			.afterDecision();
	}

	private static Status status(int generation) {
		Status first = Status.starting(new DaemonInfo(17, generation, Mode.FOREGROUND, Instant.EPOCH, Instant.EPOCH),
				Map.of(), null);
		return (generation > 0) ? first.with(RestartResults.completed(TestRequests.SIGUSR1, OptionalLong.empty()))
				: first;
	}

	@Test
	void handOverForWhichThereIsNoRoomLeavesThisProcessTheMainProcess() {
		ServiceManager manager = this.systemd.manager(ServiceRole.EXECUTED);
		this.systemd.full = true;
		assertThat(manager.handOver(4712)).isEqualTo(Delivery.NO_ROOM);
		this.systemd.full = false;
		manager.send(Notification.watchdog());
		assertThat(manager.handOver(4712)).isEqualTo(Delivery.SENT);
		assertThat(this.systemd.messages()).containsExactly("WATCHDOG=1", "MAINPID=4712");
	}

	@Test
	void handOverAfterWhatIsNotSentYet() {
		ServiceManager manager = this.systemd.manager(ServiceRole.EXECUTED);
		this.systemd.full = true;
		manager.send(Notification.watchdog());
		assertThat(manager.handOver(4712)).isEqualTo(Delivery.NO_ROOM);
		this.systemd.full = false;
		assertThat(manager.handOver(4712)).isEqualTo(Delivery.SENT);
		assertThat(this.systemd.messages()).containsExactly("WATCHDOG=1", "MAINPID=4712");
	}

}
