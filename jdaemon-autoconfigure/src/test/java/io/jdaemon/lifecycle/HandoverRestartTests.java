package io.jdaemon.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

import io.jdaemon.DaemonInfo;
import io.jdaemon.Mode;
import io.jdaemon.RestartRefusedException;
import io.jdaemon.RestartRequester;
import io.jdaemon.RestartStrategy;
import io.jdaemon.Restarted;
import io.jdaemon.restart.RestartRequest;
import io.jdaemon.restart.TestRequests;
import io.jdaemon.settings.RestartSettings;
import io.jdaemon.settings.TestSettings;
import io.jdaemon.signals.SignalAction;
import io.jdaemon.status.RestartResults;
import io.jdaemon.status.State;
import io.jdaemon.status.Status;
import io.jdaemon.systemd.Delivery;
import io.jdaemon.systemd.ServiceManager;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests of a restart by handover, with a fake successor.
 */
class HandoverRestartTests {

	private static final Duration NEVER = Duration.ofHours(1);

	private final Journal journal = new Journal();

	private final FakeProcessControl process = new FakeProcessControl(this.journal);

	private final FakeApplication application = new FakeApplication(this.journal);

	private final FakeSuccessor successor = this.process.successor;

	@Test
	void readySuccessorTakesOverAndThisProcessExits() {
		ready(NEVER).restart(TestRequests.application());
		this.successor.ready.complete(true);
		this.successor.taken.complete(Optional.empty());
		this.journal.expect("preflight", "spawn for the application", "before handover", "take over",
				"hand over to 4712");
		this.journal.expectInAnyOrder("detach", "drain", "close", "exit 0");
		assertThat(this.process.reported).extracting(Status::state)
			.containsExactly(State.READY, State.RESTARTING, State.STOPPING);
	}

	@Test
	void successorThatEndsWhileThisProcessDrainsIsAFailure() {
		CountDownLatch closing = new CountDownLatch(1);
		this.application.whileClosing = () -> awaitUninterruptibly(closing);
		ready(NEVER).restart(TestRequests.application());
		this.successor.ready.complete(true);
		this.successor.taken.complete(Optional.empty());
		this.journal.expectBefore("drain", "close");
		this.successor.ended.complete(null);
		await().until(() -> !this.successor.awaitsEnd());
		closing.countDown();
		this.journal.expectBefore("exit 1", "exit 1");
	}

	@Test
	void failingSuccessorLeavesThisProcessReady() {
		Lifecycle lifecycle = ready(NEVER);
		lifecycle.restart(TestRequests.application());
		this.successor.ready.complete(false);
		this.journal.expect("preflight", "spawn for the application", "end");
		await().until(() -> TestLifecycles.lastRestart(lifecycle).isPresent());
		assertThat(TestLifecycles.lastRestart(lifecycle).orElseThrow().reason())
			.isEqualTo("The successor (pid 4712) did not " + "become ready: it exited with status 1, last output: No.");
		assertThat(this.process.reported).extracting(Status::state)
			.containsExactly(State.READY, State.RESTARTING, State.READY);
	}

	@Test
	void hangingSuccessorIsKilled() {
		Lifecycle lifecycle = ready(Duration.ofMillis(1));
		lifecycle.restart(TestRequests.application());
		this.journal.expect("preflight", "spawn for the application", "end");
		await().until(() -> TestLifecycles.lastRestart(lifecycle).isPresent());
		assertThat(TestLifecycles.lastRestart(lifecycle).orElseThrow().reason()).contains("was not ready within 0 s");
	}

	@Test
	void successorThatEndsDuringProbationDoesNotTakeOver() {
		Lifecycle lifecycle = ready(NEVER);
		lifecycle.restart(TestRequests.application());
		this.successor.ready.complete(true);
		this.successor.ended.complete(null);
		this.journal.expect("preflight", "spawn for the application", "end");
		await().until(() -> TestLifecycles.lastRestart(lifecycle).isPresent());
		assertThat(TestLifecycles.lastRestart(lifecycle).orElseThrow().reason())
			.contains("was ready and then ended at once");
	}

	@Test
	void successorThatCannotPublishThePidFileEndsAndLeavesThisProcessReady() {
		Lifecycle lifecycle = ready(NEVER);
		lifecycle.restart(TestRequests.application());
		this.successor.ready.complete(true);
		this.successor.taken.complete(Optional.of("cannot publish the PID file, no space"));
		this.journal.expect("preflight", "spawn for the application", "before handover", "take over");
		lifecycle.signaled(SignalAction.REOPEN, "SIGHUP");
		this.journal.expect("reopen");
		this.successor.ended.complete(null);
		this.journal.expect("end", "handover failed");
		await().until(() -> TestLifecycles.lastRestart(lifecycle).isPresent());
		assertThat(TestLifecycles.lastRestart(lifecycle).orElseThrow().reason())
			.startsWith("The successor (pid 4712) cannot publish the PID file, no space: it exited");
		assertThat(this.process.reported).last().extracting(Status::state).isEqualTo(State.READY);
	}

	@Test
	void successorThatEndsBeforeItsMessageIsHeardIsReportedWithTheMessage() {
		Lifecycle lifecycle = ready(NEVER);
		lifecycle.restart(TestRequests.application());
		this.successor.ready.complete(true);
		this.journal.expect("preflight", "spawn for the application", "before handover", "take over");
		this.successor.ended.complete(null);
		// Until the lifecycle has handled the end, and the request after it.
		await().until(() -> !this.successor.awaitsEnd());
		assertThatExceptionOfType(RestartRefusedException.class)
			.isThrownBy(() -> lifecycle.restart(TestRequests.application()));
		this.successor.taken.complete(Optional.of("cannot publish the PID file, no space"));
		await().until(() -> TestLifecycles.lastRestart(lifecycle).isPresent());
		assertThat(TestLifecycles.lastRestart(lifecycle).orElseThrow().reason())
			.startsWith("The successor (pid 4712) cannot publish the PID file, no space: it exited");
	}

	@Test
	void successorThatEndsWhileItTakesOverFails() {
		Lifecycle lifecycle = ready(NEVER);
		lifecycle.restart(TestRequests.application());
		this.successor.ready.complete(true);
		this.journal.expect("preflight", "spawn for the application", "before handover", "take over");
		this.successor.ended.complete(null);
		await().until(() -> TestLifecycles.lastRestart(lifecycle).isPresent());
		assertThat(TestLifecycles.lastRestart(lifecycle).orElseThrow().reason())
			.startsWith("The successor (pid 4712) was ready and then ended at once: it exited");
	}

	@Test
	void successorThatCannotPublishThePidFileAndDoesNotEndIsKilled() {
		Lifecycle lifecycle = ready(Duration.ofSeconds(3));
		lifecycle.restart(TestRequests.application());
		this.successor.ready.complete(true);
		this.successor.taken.complete(Optional.of("cannot publish the PID file, no space"));
		this.journal.expect("preflight", "spawn for the application", "before handover", "take over", "end",
				"handover failed");
		await().until(() -> TestLifecycles.lastRestart(lifecycle).isPresent());
	}

	@Test
	void successorThatCannotPublishThePidFileDrainsAndFails() {
		this.process.hasPredecessor = true;
		this.process.takeOverFailure = Optional.of("no space");
		start(Mode.DAEMON, NEVER).ready();
		this.journal.expect("ready", "await predecessor", "take over from predecessor");
		this.journal.expectInAnyOrder("retire", "drain", "close", "exit 1");
		assertThat(this.process.reported).last().extracting(Status::state).isEqualTo(State.STOPPING);
	}

	@Test
	void successorOfAMainProcessThatHasDiedDoesNotTakeOver() {
		this.process.hasPredecessor = true;
		this.process.predecessorFailure = Optional.of("its predecessor has ended");
		start(Mode.FOREGROUND, NEVER).ready();
		this.journal.expect("ready", "await predecessor");
		this.journal.expectInAnyOrder("retire", "drain", "close", "exit 1");
	}

	@Test
	void restartAfterFailedHandoverIsAccepted() {
		Lifecycle lifecycle = ready(NEVER);
		lifecycle.restart(TestRequests.application());
		this.successor.ready.complete(false);
		this.journal.expect("preflight", "spawn for the application", "end");
		await().until(() -> TestLifecycles.lastRestart(lifecycle).isPresent());
		lifecycle
			.restart(RestartRequest.by(RestartRequester.endpoint(null, null), Duration.ZERO, RestartStrategy.EXEC));
		this.journal.expect("preflight", "drain", "close", "exec for the endpoint");
	}

	@Test
	void secondRequestIsRefused() {
		Lifecycle lifecycle = ready(NEVER);
		lifecycle.restart(TestRequests.application());
		assertThatExceptionOfType(RestartRefusedException.class)
			.isThrownBy(() -> lifecycle.restart(TestRequests.application()))
			.withMessage("A restart is already under way.");
	}

	@Test
	void stopEndsBothProcesses() {
		Lifecycle lifecycle = ready(NEVER);
		lifecycle.restart(TestRequests.application());
		lifecycle.signaled(SignalAction.STOP, "SIGTERM");
		this.journal.expect("preflight", "spawn for the application");
		this.journal.expectInAnyOrder("retire", "stop", "stop successor");
		this.successor.ready.complete(true);
		lifecycle.signaled(SignalAction.REOPEN, "SIGHUP");
		this.journal.expect("reopen");
	}

	@Test
	void signalUsesTheStrategyOfTheRequestFile() {
		this.process.request = Optional.of(RestartStrategy.EXEC);
		ready(NEVER).signaled(SignalAction.RESTART, "SIGUSR1");
		this.journal.expect("preflight", "drain", "close", "exec for SIGUSR1");
	}

	@Test
	void restartInTheForegroundIsByExec() {
		this.process.mayHandOver = false;
		Lifecycle lifecycle = start(Mode.FOREGROUND, NEVER);
		lifecycle.ready();
		lifecycle.restart(TestRequests.application());
		this.journal.expect("ready", "preflight", "drain", "close", "exec for the application");
	}

	@Test
	void restartInAServiceThatReportsToSystemdIsByHandover() {
		Lifecycle lifecycle = start(Mode.FOREGROUND, NEVER);
		lifecycle.ready();
		lifecycle.restart(TestRequests.application());
		this.journal.expect("ready", "preflight", "spawn for the application");
	}

	@Test
	void handoverWhileSystemdHasNoRoomIsReportedAgain() {
		this.process.deliveries.addAll(List.of(Delivery.NO_ROOM, Delivery.NO_ROOM));
		ready(NEVER).restart(TestRequests.application());
		this.successor.ready.complete(true);
		this.successor.taken.complete(Optional.empty());
		this.journal.expect("preflight", "spawn for the application", "before handover", "take over",
				"hand over to 4712", "hand over to 4712", "hand over to 4712");
		this.journal.expectInAnyOrder("detach", "drain", "close", "exit 0");
	}

	@Test
	void handoverThatCannotBeReportedDismissesTheSuccessor() {
		this.process.deliveries.add(Delivery.FAILED);
		Lifecycle lifecycle = ready(NEVER);
		lifecycle.restart(TestRequests.application());
		this.successor.ready.complete(true);
		this.successor.taken.complete(Optional.empty());
		this.journal.expect("preflight", "spawn for the application", "before handover", "take over",
				"hand over to 4712", "dismiss");
		this.successor.ended.complete(null);
		this.journal.expect("end", "handover failed");
		await().until(() -> TestLifecycles.lastRestart(lifecycle).isPresent());
		assertThat(TestLifecycles.lastRestart(lifecycle).orElseThrow().reason())
			.startsWith("The successor (pid 4712) cannot become the main process of the service, because"
					+ " systemd cannot be reached: it exited");
		assertThat(this.process.reported).last().extracting(Status::state).isEqualTo(State.READY);
	}

	@Test
	void handoverThatSystemdDoesNotReadDismissesTheSuccessor() {
		IntStream.range(0, 1000).forEach((attempt) -> this.process.deliveries.add(Delivery.NO_ROOM));
		Lifecycle lifecycle = ready(Duration.ofSeconds(3));
		lifecycle.restart(TestRequests.application());
		this.successor.ready.complete(true);
		this.successor.taken.complete(Optional.empty());
		this.journal.expectBefore("hand over to 4712", "dismiss");
		this.successor.ended.complete(null);
		await().until(() -> TestLifecycles.lastRestart(lifecycle).isPresent());
		assertThat(TestLifecycles.lastRestart(lifecycle).orElseThrow().reason())
			.contains("systemd reads no messages: it exited");
	}

	@Test
	void successorThatEndsWhileSystemdHasNoRoomFails() {
		IntStream.range(0, 1000).forEach((attempt) -> this.process.deliveries.add(Delivery.NO_ROOM));
		Lifecycle lifecycle = ready(NEVER);
		lifecycle.restart(TestRequests.application());
		this.successor.ready.complete(true);
		this.successor.taken.complete(Optional.empty());
		this.journal.expectBefore("take over", "hand over to 4712");
		this.successor.ended.complete(null);
		this.journal.expectBefore("end", "handover failed");
		await().until(() -> TestLifecycles.lastRestart(lifecycle).isPresent());
		assertThat(TestLifecycles.lastRestart(lifecycle).orElseThrow().reason())
			.contains("was ready and then ended at once");
		assertThat(this.process.reported).last().extracting(Status::state).isEqualTo(State.READY);
	}

	@Test
	void stopWhileSystemdHasNoRoomEndsBothAndReportsNoSuccessor() {
		IntStream.range(0, 1000).forEach((attempt) -> this.process.deliveries.add(Delivery.NO_ROOM));
		Lifecycle lifecycle = ready(NEVER);
		lifecycle.restart(TestRequests.application());
		this.successor.ready.complete(true);
		this.successor.taken.complete(Optional.empty());
		this.journal.expectBefore("take over", "hand over to 4712");
		lifecycle.signaled(SignalAction.STOP, "SIGTERM");
		this.journal.expectBefore("stop successor", "stop");
		lifecycle.signaled(SignalAction.REOPEN, "SIGHUP");
		this.journal.expect("reopen");
	}

	@Test
	void successorPublishesPidFileAfterItsPredecessorLeftIt() {
		this.process.hasPredecessor = true;
		start(Mode.DAEMON, NEVER).ready();
		this.journal.expect("ready", "await predecessor", "take over from predecessor");
	}

	@Test
	void successorThatHasTakenOverHearsOfTheRestart() {
		Lifecycle successor = successor();
		this.journal.expect("ready", "await predecessor", "take over from predecessor");
		await().untilAsserted(() -> assertThat(this.application.published)
			.containsExactly(new Restarted(successor.status().lastRestart())));
	}

	@Test
	void successorThatHasNotTakenOverHearsOfNoRestart() {
		this.process.takeOverFailure = Optional.of("no space");
		successor();
		this.journal.expect("ready", "await predecessor", "take over from predecessor");
		this.journal.expectInAnyOrder("retire", "drain", "close", "exit 1");
		assertThat(this.application.published).doesNotHaveAnyElementsOfTypes(Restarted.class);
	}

	private Lifecycle successor() {
		this.process.hasPredecessor = true;
		Status first = Status.starting(TestLifecycles.INFO, Map.of(), null)
			.with(RestartResults.completed(TestRequests.SIGUSR1, OptionalLong.of(4710)));
		Lifecycle lifecycle = new Lifecycle(this.process, this.process, this.application, TestSettings.daemon(NEVER),
				first, ServiceManager.none(), TestLifecycles.log());
		lifecycle.start();
		lifecycle.ready();
		return lifecycle;
	}

	@Test
	void handlerThatHangsDelaysTheHandoverByTheDrainTimeout() {
		CountDownLatch handler = new CountDownLatch(1);
		this.application.beforeHandover = () -> awaitUninterruptibly(handler);
		Lifecycle lifecycle = start(Mode.DAEMON, NEVER, Duration.ofMillis(1));
		lifecycle.ready();
		this.journal.expect("ready");
		lifecycle.restart(TestRequests.application());
		this.successor.ready.complete(true);
		this.successor.taken.complete(Optional.empty());
		this.journal.expect("preflight", "spawn for the application");
		// The handler's thread may begin after all that.
		this.journal.expectInAnyOrder("before handover", "take over", "hand over to 4712");
		handler.countDown();
	}

	@Test
	void successorThatEndsDuringPreparationFailsTheHandoverAfterTheHandlers() {
		CountDownLatch handler = new CountDownLatch(1);
		this.application.beforeHandover = () -> awaitUninterruptibly(handler);
		ready(NEVER).restart(TestRequests.application());
		this.successor.ready.complete(true);
		this.journal.expect("preflight", "spawn for the application", "before handover");
		this.successor.ended.complete(null);
		this.journal.expect("end");
		handler.countDown();
		this.journal.expect("handover failed");
	}

	@Test
	void stopWhileDrainingEndsTheDrain() {
		CountDownLatch closing = new CountDownLatch(1);
		this.application.whileClosing = () -> awaitUninterruptibly(closing);
		Lifecycle lifecycle = ready(NEVER);
		lifecycle.restart(TestRequests.application());
		this.successor.ready.complete(true);
		this.successor.taken.complete(Optional.empty());
		this.journal.expect("preflight", "spawn for the application", "before handover", "take over",
				"hand over to 4712", "detach", "drain", "close");
		lifecycle.signaled(SignalAction.STOP, "SIGTERM");
		this.journal.expect("end drain");
		lifecycle.signaled(SignalAction.STOP, "SIGTERM");
		lifecycle.signaled(SignalAction.REOPEN, "SIGHUP");
		this.journal.expect("reopen");
		closing.countDown();
		this.journal.expect("exit 0");
	}

	@Test
	void stopDuringThePreflightSpawnsNoSuccessor() {
		CountDownLatch preflight = new CountDownLatch(1);
		this.process.duringPreflight = () -> awaitUninterruptibly(preflight);
		Lifecycle lifecycle = ready(NEVER);
		lifecycle.signaled(SignalAction.RESTART, "SIGUSR1");
		this.journal.expect("preflight");
		lifecycle.signaled(SignalAction.STOP, "SIGTERM");
		this.journal.expect("retire", "stop");
		preflight.countDown();
		lifecycle.onShutdown();
		this.journal.expect("leave");
	}

	@Test
	void exitWaitsForTheEndOfASuccessorThatWasSpawnedDuringTheStop() {
		CountDownLatch spawn = new CountDownLatch(1);
		this.process.whileSpawning = () -> awaitUninterruptibly(spawn);
		Lifecycle lifecycle = ready(NEVER);
		lifecycle.signaled(SignalAction.RESTART, "SIGUSR1");
		this.journal.expect("preflight", "spawn for SIGUSR1");
		lifecycle.signaled(SignalAction.STOP, "SIGTERM");
		this.journal.expect("retire", "stop");
		Thread exit = new Thread(lifecycle::onShutdown);
		exit.start();
		await().until(() -> exit.getState() == Thread.State.TIMED_WAITING);
		spawn.countDown();
		this.journal.expect("end", "leave");
	}

	@Test
	void stopIsPassedOnToPredecessorsBeforeThePidFileIsReleased() {
		this.process.draining = true;
		Lifecycle lifecycle = ready(NEVER);
		lifecycle.signaled(SignalAction.STOP, "SIGTERM");
		this.journal.expectInAnyOrder("stop predecessors", "retire", "stop");
		lifecycle.onShutdown();
		this.journal.expect("await predecessors' end", "leave");
	}

	private static void awaitUninterruptibly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private Lifecycle ready(Duration startupTimeout) {
		Lifecycle lifecycle = start(Mode.DAEMON, startupTimeout);
		lifecycle.ready();
		this.journal.expect("ready");
		return lifecycle;
	}

	private Lifecycle start(Mode mode, Duration startupTimeout) {
		return start(mode, startupTimeout, NEVER);
	}

	private Lifecycle start(Mode mode, Duration startupTimeout, Duration drainTimeout) {
		Lifecycle lifecycle = new Lifecycle(this.process, this.process, this.application,
				TestSettings.daemon(startupTimeout, NEVER,
						new RestartSettings(RestartStrategy.HANDOVER, drainTimeout, Set.of())),
				Status.starting(new DaemonInfo(4711, 0, mode, Instant.EPOCH, Instant.EPOCH), Map.of(), null),
				ServiceManager.none(), TestLifecycles.log());
		lifecycle.start();
		return lifecycle;
	}

}
