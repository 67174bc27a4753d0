package io.jdaemon.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import io.jdaemon.DaemonInfo;
import io.jdaemon.Mode;
import io.jdaemon.RestartOutcome;
import io.jdaemon.RestartRefused;
import io.jdaemon.RestartRefusedException;
import io.jdaemon.RestartRequested;
import io.jdaemon.RestartRequester;
import io.jdaemon.RestartResult;
import io.jdaemon.RestartStrategy;
import io.jdaemon.Restarted;
import io.jdaemon.restart.TestRequests;
import io.jdaemon.settings.TestSettings;
import io.jdaemon.shutdown.LifecycleLog;
import io.jdaemon.signals.SignalAction;
import io.jdaemon.sockets.Gap;
import io.jdaemon.status.CommandSender;
import io.jdaemon.status.RestartResults;
import io.jdaemon.status.State;
import io.jdaemon.status.Status;
import io.jdaemon.systemd.ServiceManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the state machine, {@link Lifecycle}. Events are handled in order, so that
 * what is not in the journal before the effect of a later event did not happen.
 */
class LifecycleTests {

	private static final Duration NEVER = Duration.ofHours(1);

	// Also the time that the exec itself may take
	private static final Duration SOON = Duration.ofSeconds(1);

	private static final Duration AT_ONCE = Duration.ofNanos(1);

	private final Journal journal = new Journal();

	private final FakeProcessControl process = new FakeProcessControl(this.journal);

	private final FakeApplication application = new FakeApplication(this.journal);

	private final CountDownLatch closing = new CountDownLatch(1);

	@AfterEach
	void releaseClosing() {
		this.closing.countDown();
	}

	@Test
	void readyTwiceIsReportedOnce() {
		Lifecycle lifecycle = start(Mode.DAEMON, NEVER);
		lifecycle.ready();
		lifecycle.ready();
		lifecycle.signaled(SignalAction.REOPEN, "SIGHUP");
		this.journal.expect("ready", "reopen");
	}

	@Test
	void readyWhenLauncherIsGoneStops() {
		this.process.launcherAlive = false;
		start(Mode.DAEMON, NEVER).ready();
		this.journal.expect("ready", "retire", "stop");
	}

	@Test
	void restartWhenReadyClosesAndThenExecs() {
		Lifecycle lifecycle = ready(NEVER);
		lifecycle.signaled(SignalAction.RESTART, "SIGUSR1");
		this.journal.expect("preflight", "drain", "close", "exec for SIGUSR1");
	}

	@Test
	void restartByCommandNamesTheSenderOfTheSignal() {
		this.process.sender = Optional.of(new CommandSender("restart", "alice", 7));
		ready(NEVER).signaled(SignalAction.RESTART, "SIGUSR1");
		this.journal.expect("preflight", "drain", "close", "exec for SIGUSR1 (command restart, user alice, pid 7)");
	}

	@Test
	void restartByApplicationNamesTheApplication() {
		ready(NEVER).restart(TestRequests.application());
		this.journal.expect("preflight", "drain", "close", "exec for the application");
	}

	@Test
	void restartWhileStartingFollowsOnceReady() {
		Lifecycle lifecycle = start(Mode.DAEMON, NEVER);
		lifecycle.restart(TestRequests.endpoint());
		lifecycle.ready();
		this.journal.expect("ready", "preflight", "drain", "close", "exec for the endpoint");
	}

	@Test
	void severalRestartsWhileStartingHappenOnce() {
		this.process.refusal = Optional.of("No.");
		Lifecycle lifecycle = start(Mode.DAEMON, NEVER);
		for (int i = 0; i < 3; i++) {
			lifecycle.signaled(SignalAction.RESTART, "SIGUSR1");
		}
		lifecycle.ready();
		this.journal.expect("ready", "preflight");
		await().until(() -> last().decided() == 1);
		lifecycle.signaled(SignalAction.REOPEN, "SIGHUP");
		this.journal.expect("reopen");
	}

	@Test
	void restartWhenRefusedThrowsReasonAndStaysReady() {
		this.process.refusal = Optional.of("The jar is missing.");
		Lifecycle lifecycle = ready(NEVER);
		assertThat(TestLifecycles.lastRestart(lifecycle)).isEmpty();
		assertThatExceptionOfType(RestartRefusedException.class)
			.isThrownBy(() -> lifecycle.restart(TestRequests.endpoint()))
			.withMessage("The jar is missing.");
		assertThat(TestLifecycles.lastRestart(lifecycle)).hasValueSatisfying((last) -> {
			assertThat(last.requestedBy()).isEqualTo(RestartRequester.endpoint(null, null));
			assertThat(last.outcome()).isEqualTo(RestartOutcome.REFUSED);
			assertThat(last.reason()).isEqualTo("The jar is missing.");
			assertThat(last.duration()).isNotNull();
		});
		this.process.refusal = Optional.empty();
		lifecycle.restart(TestRequests.application());
		this.journal.expect("preflight", "preflight", "drain", "close", "exec for the application");
	}

	@Test
	void restartWhileRestartingIsRefused() {
		this.application.whileClosing = this::untilReleased;
		Lifecycle lifecycle = ready(NEVER);
		lifecycle.restart(TestRequests.application());
		assertThatExceptionOfType(RestartRefusedException.class)
			.isThrownBy(() -> lifecycle.restart(TestRequests.application()))
			.withMessage("A restart is already under way.");
		lifecycle.signaled(SignalAction.RESTART, "SIGUSR1");
		lifecycle.signaled(SignalAction.REOPEN, "SIGHUP");
		this.journal.expect("preflight");
		this.journal.expectInAnyOrder("drain", "close", "reopen");
		this.closing.countDown();
		this.journal.expect("exec for the application");
	}

	@Test
	void restartWhileStoppingIsRefused() {
		Lifecycle lifecycle = ready(NEVER);
		lifecycle.signaled(SignalAction.STOP, "SIGTERM");
		assertThatExceptionOfType(RestartRefusedException.class)
			.isThrownBy(() -> lifecycle.restart(TestRequests.application()))
			.withMessage("The process is stopping.");
	}

	@Test
	void restartWhenClosingFailsExecs() {
		this.application.whileClosing = () -> {
			throw new IllegalStateException("a bean that cannot be destroyed");
		};
		ready(NEVER).restart(TestRequests.application());
		this.journal.expect("preflight", "drain", "close", "exec for the application");
	}

	@Test
	void restartWhenExecFailsReleasesAndHalts() {
		this.process.execFails = true;
		Lifecycle lifecycle = ready(NEVER);
		lifecycle.restart(TestRequests.application());
		this.journal.expect("preflight", "drain", "close", "exec for the application", "release", "halt OS_REFUSED");
		assertThat(TestLifecycles.lastRestart(lifecycle).orElseThrow().reason())
			.startsWith("the next image could not be started after the application was closed: ");
	}

	@Test
	void restartWhenClosingTakesTooLongExecsRegardless() {
		this.application.whileClosing = this::untilReleased;
		ready(SOON).signaled(SignalAction.RESTART, "SIGUSR1");
		this.journal.expect("preflight");
		this.journal.expectInAnyOrder("drain", "close", "exec for SIGUSR1");
	}

	@Test
	void stopRetiresPidFileAndStopsTheApplication() {
		ready(NEVER).signaled(SignalAction.STOP, "SIGTERM");
		this.journal.expect("retire", "stop");
	}

	@Test
	void stopWhileStartingStops() {
		Lifecycle lifecycle = start(Mode.DAEMON, NEVER);
		lifecycle.signaled(SignalAction.STOP, "SIGTERM");
		lifecycle.ready();
		this.journal.expect("stopped by SIGTERM", "retire", "stop");
		lifecycle.signaled(SignalAction.REOPEN, "SIGHUP");
		this.journal.expect("reopen");
	}

	@Test
	void stopTwiceStopsOnce() {
		Lifecycle lifecycle = ready(NEVER);
		lifecycle.signaled(SignalAction.STOP, "SIGTERM");
		this.journal.expect("retire", "stop");
		lifecycle.signaled(SignalAction.STOP, "SIGINT");
		lifecycle.signaled(SignalAction.REOPEN, "SIGHUP");
		this.journal.expect("reopen");
	}

	@Test
	void stopDuringRestartWins() {
		this.application.whileClosing = this::untilReleased;
		Lifecycle lifecycle = ready(NEVER);
		lifecycle.restart(TestRequests.application());
		this.journal.expect("preflight", "drain", "close");
		lifecycle.signaled(SignalAction.STOP, "SIGTERM");
		this.journal.expectInAnyOrder("release sockets", "retire");
		this.closing.countDown();
		this.journal.expect("exit 0");
		lifecycle.signaled(SignalAction.REOPEN, "SIGHUP");
		this.journal.expect("reopen");
	}

	@Test
	void stopNoticedOnlyByTheLastCheckWins() {
		Lifecycle lifecycle = ready(NEVER);
		this.process.beforeLastStopCheck = () -> lifecycle.signaled(SignalAction.STOP, "SIGTERM");
		lifecycle.restart(TestRequests.application());
		this.journal.expect("preflight", "drain", "close", "exec for the application");
		this.journal.expectInAnyOrder("retire", "exit 0");
		lifecycle.signaled(SignalAction.REOPEN, "SIGHUP");
		this.journal.expect("reopen");
	}

	@Test
	void stopWhenClosingTakesTooLongReleasesAndHalts() {
		this.application.whileClosing = this::untilReleased;
		ready(AT_ONCE).signaled(SignalAction.STOP, "SIGTERM");
		this.journal.expectInAnyOrder("retire", "stop", "release", "halt TIMED_OUT");
	}

	@Test
	void stopDuringRestartWhenExitTakesTooLongHalts() {
		Lifecycle lifecycle = ready(AT_ONCE);
		this.process.beforeLastStopCheck = () -> lifecycle.signaled(SignalAction.STOP, "SIGTERM");
		lifecycle.restart(TestRequests.application());
		this.journal.expectBefore("release", "halt TIMED_OUT");
	}

	@Test
	void failedReopenIsSurvived() {
		this.process.reopenFails = true;
		Lifecycle lifecycle = ready(NEVER);
		lifecycle.signaled(SignalAction.REOPEN, "SIGHUP");
		this.journal.expect("reopen");
		lifecycle.restart(TestRequests.application());
		this.journal.expect("preflight", "drain", "close", "exec for the application");
	}

	@Test
	void ignoredSignalChangesNothing() {
		Lifecycle lifecycle = ready(NEVER);
		lifecycle.signaled(SignalAction.IGNORE, "SIGHUP");
		lifecycle.signaled(SignalAction.DEFAULT, "SIGHUP");
		lifecycle.signaled(SignalAction.REOPEN, "SIGHUP");
		this.journal.expect("reopen");
	}

	@Test
	void interruptIsSurvived() {
		this.process.refusal = Optional.of("No.");
		this.process.duringPreflight = () -> Thread.currentThread().interrupt();
		Lifecycle lifecycle = ready(NEVER);
		assertThatExceptionOfType(RestartRefusedException.class)
			.isThrownBy(() -> lifecycle.restart(TestRequests.application()));
		lifecycle.signaled(SignalAction.REOPEN, "SIGHUP");
		this.journal.expect("preflight", "reopen");
	}

	@Test
	void restartWhenPreflightThrowsIsRefused() {
		this.process.duringPreflight = () -> {
			throw new IllegalStateException("broken");
		};
		Lifecycle lifecycle = ready(NEVER);
		CompletableFuture<Void> restart = CompletableFuture
			.runAsync(() -> lifecycle.restart(TestRequests.application()));
		assertThat(restart).failsWithin(Duration.ofSeconds(20))
			.withThrowableThat()
			.withCauseInstanceOf(RestartRefusedException.class);
	}

	@Test
	void restartWhenPreflightFailsWithAnErrorIsRefused() {
		this.process.duringPreflight = () -> {
			throw new StackOverflowError();
		};
		Lifecycle lifecycle = ready(NEVER);
		CompletableFuture<Void> restart = CompletableFuture
			.runAsync(() -> lifecycle.restart(TestRequests.application()));
		assertThat(restart).failsWithin(Duration.ofSeconds(20))
			.withThrowableThat()
			.withCauseInstanceOf(RestartRefusedException.class);
	}

	@Test
	void restartWhenItsDecisionFailsIsRefused() {
		Lifecycle lifecycle = start(Mode.DAEMON, NEVER);
		lifecycle.signaled(SignalAction.STOP, "SIGTERM");
		this.journal.expect("stopped by SIGTERM", "retire", "stop");
		this.process.reportFails = true;
		CompletableFuture<Void> restart = CompletableFuture
			.runAsync(() -> lifecycle.restart(TestRequests.application()));
		assertThat(restart).failsWithin(Duration.ofSeconds(20))
			.withThrowableThat()
			.withCauseInstanceOf(RestartRefusedException.class);
	}

	@Test
	void stopWhilePreflightHangsStops() {
		this.process.duringPreflight = this::untilReleased;
		Lifecycle lifecycle = ready(NEVER);
		CompletableFuture<Void> first = CompletableFuture.runAsync(() -> lifecycle.restart(TestRequests.endpoint()));
		this.journal.expect("preflight");
		CompletableFuture<Void> second = CompletableFuture
			.runAsync(() -> lifecycle.restart(TestRequests.application()));
		lifecycle.signaled(SignalAction.STOP, "SIGTERM");
		this.journal.expect("retire", "stop");
		for (CompletableFuture<Void> restart : List.of(first, second)) {
			assertThat(restart).failsWithin(Duration.ofSeconds(20))
				.withThrowableThat()
				.withMessageContaining("The process is stopping.");
		}
		this.closing.countDown();
	}

	@Test
	void reopenWhilePreflightHangsReopens() {
		this.process.duringPreflight = this::untilReleased;
		Lifecycle lifecycle = ready(NEVER);
		lifecycle.signaled(SignalAction.RESTART, "SIGUSR1");
		lifecycle.signaled(SignalAction.REOPEN, "SIGHUP");
		this.journal.expectInAnyOrder("preflight", "reopen");
	}

	@Test
	void stopWhenOutputBlocksStopsTheApplication() {
		Lifecycle lifecycle = start(Mode.DAEMON, NEVER, new LifecycleLog(this::untilReleased, () -> true));
		lifecycle.signaled(SignalAction.STOP, "SIGTERM");
		this.journal.expect("stopped by SIGTERM", "retire", "stop");
	}

	@Test
	void restartWhenOutputBlocksExecs() {
		Lifecycle lifecycle = start(Mode.DAEMON, NEVER, new LifecycleLog(this::untilReleased, () -> true));
		lifecycle.ready();
		lifecycle.signaled(SignalAction.RESTART, "SIGUSR1");
		this.journal.expect("ready", "preflight", "drain", "close", "exec for SIGUSR1");
	}

	@Test
	void stopWhenOutputIsFullStopsTheApplication() {
		Lifecycle lifecycle = start(Mode.DAEMON, NEVER, new LifecycleLog(() -> {
		}, () -> false));
		lifecycle.signaled(SignalAction.STOP, "SIGTERM");
		this.journal.expect("stopped by SIGTERM", "retire", "stop");
	}

	@Test
	void stopWhenAllThatBlocksHangsHalts() {
		this.application.whileClosing = this::untilReleased;
		this.process.whileReleasing = this::untilReleased;
		Lifecycle lifecycle = start(Mode.DAEMON, AT_ONCE, new LifecycleLog(this::untilReleased, () -> true));
		lifecycle.signaled(SignalAction.STOP, "SIGTERM");
		this.journal.expectInAnyOrder("stopped by SIGTERM", "retire", "stop", "release", "halt TIMED_OUT");
	}

	@Test
	void eventThatFailsIsSurvived() {
		this.process.reportFails = true;
		Lifecycle lifecycle = start(Mode.DAEMON, NEVER);
		lifecycle.ready();
		lifecycle.signaled(SignalAction.REOPEN, "SIGHUP");
		this.journal.expect("reopen");
	}

	@Test
	void failedStopExits() {
		this.application.whileClosing = () -> {
			throw new IllegalStateException("a stop handler that fails");
		};
		ready(NEVER).signaled(SignalAction.STOP, "SIGTERM");
		this.journal.expect("retire", "stop", "exit 1");
	}

	@Test
	void stopWithVeryLongTimeoutWaits() {
		Lifecycle lifecycle = ready(Duration.ofDays(200_000));
		lifecycle.signaled(SignalAction.STOP, "SIGTERM");
		this.journal.expect("retire", "stop");
		lifecycle.signaled(SignalAction.REOPEN, "SIGHUP");
		this.journal.expect("reopen");
	}

	@Test
	void shutdownReleasesPidFile() {
		ready(NEVER).onShutdown();
		this.journal.expect("leave");
	}

	@Test
	void shutdownWhileStoppingReleasesPidFile() {
		Lifecycle lifecycle = ready(NEVER);
		this.application.whileClosing = lifecycle::onShutdown;
		lifecycle.signaled(SignalAction.STOP, "SIGTERM");
		this.journal.expect("retire", "stop", "leave");
	}

	@Test
	void shutdownWhileRestartingWaitsForTheNextImage() {
		Lifecycle lifecycle = ready(NEVER);
		this.application.whileClosing = () -> CompletableFuture.runAsync(lifecycle::onShutdown);
		lifecycle.restart(TestRequests.application());
		this.journal.expect("preflight", "drain", "close", "exec for the application");
		assertThat(this.journal.isEmpty()).isTrue();
	}

	@Test
	void restartWhileTheApplicationExitsIsRefused() {
		Lifecycle lifecycle = ready(NEVER);
		lifecycle.onShutdown();
		assertThatExceptionOfType(RestartRefusedException.class)
			.isThrownBy(() -> lifecycle.restart(TestRequests.application()))
			.withMessage("The process is stopping.");
		this.journal.expect("leave");
	}

	@Test
	void stopOfApplicationThatExitsIsLimited() {
		Lifecycle lifecycle = ready(AT_ONCE);
		lifecycle.onShutdown();
		lifecycle.signaled(SignalAction.STOP, "SIGTERM");
		this.journal.expectBefore("leave", "halt TIMED_OUT");
	}

	@Test
	void lastRestartOfPreviousImageIsKept() {
		RestartResult last = RestartResults.completed(TestRequests.SIGUSR1, OptionalLong.empty());
		Lifecycle lifecycle = new Lifecycle(this.process, this.process, this.application, TestSettings.daemon(NEVER),
				Status.starting(info(Mode.DAEMON), Map.of(), null).with(last), ServiceManager.none(),
				TestLifecycles.log());
		assertThat(TestLifecycles.lastRestart(lifecycle)).contains(last);
		assertThat(lifecycle.info()).isEqualTo(info(Mode.DAEMON));
	}

	@Test
	void applicationIsToldOfRestartsAndRefusals() {
		this.process.refusal = Optional.of("No.");
		Lifecycle lifecycle = ready(NEVER);
		assertThatExceptionOfType(RestartRefusedException.class)
			.isThrownBy(() -> lifecycle.restart(TestRequests.endpoint()));
		RestartResult refused = lifecycle.status().lastRestart();
		await().until(() -> this.application.published.contains(new RestartRefused(refused)));
		this.process.refusal = Optional.empty();
		lifecycle.restart(TestRequests.application());
		this.journal.expect("preflight", "preflight", "drain", "close", "exec for the application");
		await().untilAsserted(() -> assertThat(this.application.published).contains("refuse traffic",
				new RestartRequested(RestartRequester.application(), RestartStrategy.EXEC)));
	}

	@Test
	void applicationIsToldOfTheRestartThatHasStartedIt() {
		Status first = Status.starting(info(Mode.DAEMON), Map.of(), null)
			.with(RestartResults.completed(TestRequests.SIGUSR1, OptionalLong.empty()));
		Lifecycle lifecycle = new Lifecycle(this.process, this.process, this.application, TestSettings.daemon(NEVER),
				first, ServiceManager.none(), TestLifecycles.log());
		lifecycle.start();
		lifecycle.ready();
		await().until(() -> !this.application.published.isEmpty());
		assertThat(this.application.published).containsExactly(new Restarted(lifecycle.status().lastRestart()));
		assertThat(lifecycle.status().lastRestart().duration()).isNotNull();
	}

	@Test
	void restartIsMeasuredFromItsRequestUntilReady() {
		RestartResult last = RestartResults.completed(TestRequests.SIGUSR1, OptionalLong.of(4712));
		Status first = Status.starting(info(Mode.DAEMON), Map.of(), null)
			.with(last)
			.paused(new Gap(Instant.ofEpochSecond(5), 3));
		Lifecycle lifecycle = new Lifecycle(this.process, this.process, this.application, TestSettings.daemon(NEVER),
				first, ServiceManager.none(), TestLifecycles.log());
		lifecycle.start();
		lifecycle.accepting();
		await().until(() -> lifecycle.status().lastRestart().pause() != null);
		assertThat(lifecycle.status().lastRestart().duration()).isNull();
		// Another server of the same application
		lifecycle.accepting();
		lifecycle.ready();
		await().until(() -> lifecycle.status().state() == State.READY);
		RestartResult result = lifecycle.status().lastRestart();
		assertThat(result.duration()).isGreaterThan(result.pause());
		assertThat(result.pause()).isGreaterThan(Duration.ofDays(10_000));
		assertThat(result.strategy()).isEqualTo(RestartStrategy.HANDOVER);
	}

	@Test
	void statesAreReportedInOrder() {
		Lifecycle lifecycle = ready(NEVER);
		lifecycle.signaled(SignalAction.RESTART, "SIGUSR1");
		this.journal.expect("preflight", "drain", "close", "exec for SIGUSR1");
		assertThat(this.process.reported).extracting(Status::state).containsExactly(State.READY, State.RESTARTING);
		assertThat(this.process.reported).extracting(Status::decided).containsExactly(0, 1);
	}

	@Test
	void everyDecisionIsCounted() {
		this.process.refusal = Optional.of("No.");
		Lifecycle lifecycle = start(Mode.DAEMON, NEVER);
		lifecycle.signaled(SignalAction.RESTART, "SIGUSR1");
		lifecycle.ready();
		lifecycle.signaled(SignalAction.RESTART, "SIGUSR1");
		this.journal.expect("ready", "preflight", "preflight");
		await().until(() -> last().decided() == 2);
		lifecycle.signaled(SignalAction.STOP, "SIGTERM");
		lifecycle.signaled(SignalAction.RESTART, "SIGUSR1");
		this.journal.expect("retire", "stop");
		await().until(() -> last().decided() == 3);
		assertThat(last().state()).isEqualTo(State.STOPPING);
		assertThat(RestartResults.problem(last().lastRestart())).contains("No.");
	}

	@Test
	void reopeningIsCountedWhetherItSucceedsOrNot() {
		Lifecycle lifecycle = ready(NEVER);
		lifecycle.signaled(SignalAction.REOPEN, "SIGHUP");
		await().until(() -> last().reopenings().count() == 1);
		assertThat(last().reopenings().failure()).isNull();
		this.process.reopenFails = true;
		lifecycle.signaled(SignalAction.REOPEN, "SIGHUP");
		await().until(() -> last().reopenings().count() == 2);
		assertThat(last().reopenings().failure()).isEqualTo("no space");
	}

	private Status last() {
		return this.process.reported.get(this.process.reported.size() - 1);
	}

	private Lifecycle start(Mode mode, Duration stopTimeout) {
		return start(mode, stopTimeout, TestLifecycles.log());
	}

	private Lifecycle start(Mode mode, Duration stopTimeout, LifecycleLog log) {
		Lifecycle lifecycle = new Lifecycle(this.process, this.process, this.application,
				TestSettings.daemon(stopTimeout), Status.starting(info(mode), Map.of(), null), ServiceManager.none(),
				log);
		lifecycle.start();
		return lifecycle;
	}

	private Lifecycle ready(Duration stopTimeout) {
		Lifecycle lifecycle = start(Mode.DAEMON, stopTimeout);
		lifecycle.ready();
		this.journal.expect("ready");
		return lifecycle;
	}

	private static DaemonInfo info(Mode mode) {
		return new DaemonInfo(4711, 0, mode, Instant.EPOCH, Instant.EPOCH);
	}

	private void untilReleased() {
		try {
			this.closing.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
