package io.jdaemon.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import io.jdaemon.DaemonInfo;
import io.jdaemon.Mode;
import io.jdaemon.RestartRefusedException;
import io.jdaemon.RestartRequester;
import io.jdaemon.RestartStrategy;
import io.jdaemon.rehearsal.RehearsalResult;
import io.jdaemon.restart.RestartRequest;
import io.jdaemon.restart.TestRequests;
import io.jdaemon.settings.RehearsalMode;
import io.jdaemon.settings.RestartSettings;
import io.jdaemon.settings.TestSettings;
import io.jdaemon.signals.SignalAction;
import io.jdaemon.status.State;
import io.jdaemon.status.Status;
import io.jdaemon.systemd.FakeSystemd;
import io.jdaemon.systemd.ServiceManager;
import io.jdaemon.systemd.ServiceRole;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for restarts whose next version is rehearsed first.
 */
class RehearsedRestartTests {

	private static final Duration LIMIT = Duration.ofMinutes(7);

	private static final RehearsalResult FAILED = new RehearsalResult.Failed("it ended with status 1: no database.", 1,
			false, "output");

	private static final String REASON = "The next version would not start: it ended with status 1: no database.";

	private final Journal journal = new Journal();

	private final FakeProcessControl process = new FakeProcessControl(this.journal);

	private final FakeRehearsal rehearsal = new FakeRehearsal();

	private final FakeSystemd systemd = new FakeSystemd();

	private final Lifecycle lifecycle = ready();

	private Lifecycle ready() {
		this.process.rehearsal = this.rehearsal;
		Status status = Status.starting(new DaemonInfo(4711, 0, Mode.FOREGROUND, Instant.EPOCH, Instant.EPOCH),
				Map.of(), null);
		ServiceManager manager = this.systemd.manager(ServiceRole.EXECUTED, Map.of());
		manager.published(status);
		Lifecycle lifecycle = new Lifecycle(this.process, this.process, new FakeApplication(this.journal),
				TestSettings.daemon(LIMIT, Duration.ofHours(1),
						new RestartSettings(null, Duration.ofSeconds(30), Set.of(), RehearsalMode.REFRESH, null)),
				status, manager, TestLifecycles.log());
		lifecycle.start();
		lifecycle.ready();
		this.journal.expect("ready");
		return lifecycle;
	}

	@Test
	void applicationIsReadyWhileItsNextVersionIsRehearsedAndThenRestarts() throws InterruptedException {
		this.lifecycle.signaled(SignalAction.RESTART, "SIGUSR1");
		assertThat(this.rehearsal.awaitRun()).isEqualTo(LIMIT);
		await().until(() -> "rehearsing the next version".equals(last().doing()));
		assertThat(last().state()).isEqualTo(State.READY);
		this.rehearsal.end(FakeRehearsal.COMPLETE);
		this.journal.expect("preflight", "drain", "close", "exec for SIGUSR1");
		assertThat(last().doing()).isNull();
	}

	@Test
	void versionThatDoesNotStartIsRefused() throws InterruptedException {
		CompletableFuture<Void> restart = CompletableFuture
			.runAsync(() -> this.lifecycle.restart(TestRequests.application()));
		this.rehearsal.end(FAILED);
		assertRefused(restart, REASON);
		this.journal.expect("preflight", "print output");
		assertThat(last()).satisfies((status) -> {
			assertThat(status.state()).isEqualTo(State.READY);
			assertThat(status.decided()).isOne();
			assertThat(status.doing()).isNull();
			assertThat(status.lastRestart().reason()).isEqualTo(REASON);
		});
		// The cause is removed.
		this.rehearsal.end(FakeRehearsal.COMPLETE);
		this.lifecycle.restart(TestRequests.application());
		this.journal.expect("preflight", "drain", "close", "exec for the application");
	}

	@Test
	void stopEndsTheRehearsalAndTheApplication() throws InterruptedException {
		CompletableFuture<Void> restart = CompletableFuture
			.runAsync(() -> this.lifecycle.restart(TestRequests.application()));
		this.rehearsal.awaitRun();
		this.lifecycle.signaled(SignalAction.STOP, "SIGTERM");
		assertRefused(restart, "The process is stopping.");
		this.journal.expect("preflight", "retire", "stop");
	}

	@Test
	void laterRequestsShareTheDecision() throws InterruptedException {
		CompletableFuture<Void> first = CompletableFuture
			.runAsync(() -> this.lifecycle.restart(TestRequests.application()));
		this.rehearsal.awaitRun();
		this.lifecycle.signaled(SignalAction.RESTART, "SIGUSR1");
		this.lifecycle.signaled(SignalAction.RESTART, "SIGUSR1");
		this.lifecycle.signaled(SignalAction.REOPEN, "SIGHUP");
		this.journal.expect("preflight", "reopen");
		this.rehearsal.end(FAILED);
		assertRefused(first, REASON);
		await().until(() -> last().decided() == 3);
		assertThat(this.rehearsal.waitingRuns()).isZero();
	}

	@Test
	void jarThatIsReplacedMeanwhileIsRehearsedAgain() throws InterruptedException {
		this.lifecycle.signaled(SignalAction.RESTART, "SIGUSR1");
		this.rehearsal.awaitRun();
		this.process.version = "2";
		this.rehearsal.end(FAILED);
		this.rehearsal.awaitRun();
		this.rehearsal.end(FakeRehearsal.COMPLETE);
		this.journal.expect("preflight", "preflight", "drain", "close", "exec for SIGUSR1");
	}

	@Test
	void systemdIsToldAndAskedForMoreTime() throws InterruptedException {
		this.lifecycle.signaled(SignalAction.RESTART, "SIGUSR1");
		this.rehearsal.awaitRun();
		List<String> messages = new ArrayList<>();
		await().untilAsserted(() -> {
			messages.addAll(this.systemd.messages());
			assertThat(messages).contains("STATUS=ready since TIME, rehearsing the next version");
		});
		this.rehearsal.end(FAILED);
		await().untilAsserted(() -> {
			messages.addAll(this.systemd.messages());
			assertThat(messages).contains(
					"READY=1 STATUS=ready since TIME; last restart (TIME, requested by SIGUSR1) refused: " + REASON);
		});
	}

	@Test
	void handoverIsNotRehearsed() {
		this.lifecycle
			.restart(RestartRequest.by(RestartRequester.endpoint(null, null), Duration.ZERO, RestartStrategy.HANDOVER));
		this.journal.expect("preflight", "spawn for the endpoint");
		assertThat(this.rehearsal.waitingRuns()).isZero();
	}

	private static void assertRefused(CompletableFuture<Void> restart, String reason) {
		assertThat(restart).failsWithin(Duration.ofSeconds(20))
			.withThrowableThat()
			.withCauseInstanceOf(RestartRefusedException.class)
			.withMessageContaining(reason);
	}

	private Status last() {
		List<Status> reported = this.process.reported;
		return reported.get(reported.size() - 1);
	}

}
