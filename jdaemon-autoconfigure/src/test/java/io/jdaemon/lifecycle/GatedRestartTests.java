package io.jdaemon.lifecycle;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.jdaemon.RestartOutcome;
import io.jdaemon.RestartRefusedException;
import io.jdaemon.RestartResult;
import io.jdaemon.RestartStrategy;
import io.jdaemon.restart.RestartGate;
import io.jdaemon.restart.TestRequests;
import io.jdaemon.settings.TestSettings;
import io.jdaemon.signals.SignalAction;
import io.jdaemon.status.State;
import io.jdaemon.status.Status;
import io.jdaemon.systemd.ServiceManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for restarts that have to pass a {@link RestartGate}.
 */
class GatedRestartTests {

	private static final String WAITING = "waiting for the permit of orders";

	private final Journal journal = new Journal();

	private final FakeProcessControl process = new FakeProcessControl(this.journal);

	private final FakeApplication application = new FakeApplication(this.journal);

	private final FakeGate gate = new FakeGate();

	private Lifecycle lifecycle;

	@BeforeEach
	void start() {
		this.lifecycle = new Lifecycle(this.process, this.process, this.application,
				TestSettings.daemon(Duration.ofHours(1)), Status.starting(TestLifecycles.INFO, Map.of(), null),
				ServiceManager.none(), TestLifecycles.log());
		this.lifecycle.gate(this.gate);
		this.lifecycle.start();
		this.lifecycle.ready();
		this.journal.expect("ready", "serving");
	}

	@Test
	void restartThatMayPassIsPreparedThen() {
		assertThat(this.gate.open("")).isNotNull();
		assertThat(this.lifecycle.restart(TestRequests.application())).isEmpty();
		this.journal.expect("passage", "preflight", "begin", "drain", "close", "exec for the application");
	}

	@Test
	void restartThatWaitsLeavesTheProcessReadyAndSaysSo() {
		assertThat(this.lifecycle.restart(TestRequests.endpoint())).contains(WAITING);
		this.journal.expect("passage");
		assertThat(this.lifecycle.status().state()).isEqualTo(State.READY);
		assertThat(this.lifecycle.status().doing()).isEqualTo(WAITING);
		this.lifecycle.signaled(SignalAction.REOPEN, "SIGHUP");
		this.journal.expect("reopen");
		this.gate.open("");
		this.journal.expect("preflight", "begin", "drain", "close", "exec for the endpoint");
	}

	@Test
	void restartThatMayNotPassIsRefused() {
		this.gate.open("Not today.");
		assertThatExceptionOfType(RestartRefusedException.class)
			.isThrownBy(() -> this.lifecycle.restart(TestRequests.application()))
			.withMessage("Not today.");
		this.journal.expect("passage");
		assertThat(this.lifecycle.status().state()).isEqualTo(State.READY);
		assertThat(this.lifecycle.status().doing()).isNull();
		assertThat(last()).isEqualTo("Not today.");
		assertThat(this.journal.isEmpty()).isTrue();
	}

	@Test
	void restartThatIsRefusedOnceItHasPassedHasFailedForTheGate() {
		this.process.refusal = Optional.of("The jar is missing.");
		this.gate.open("");
		assertThatExceptionOfType(RestartRefusedException.class)
			.isThrownBy(() -> this.lifecycle.restart(TestRequests.application()))
			.withMessage("The jar is missing.");
		this.journal.expect("passage", "preflight", "failed");
	}

	@Test
	void handoverThatFailsHasFailedForTheGate() {
		this.gate.open("");
		this.process.request = Optional.of(RestartStrategy.HANDOVER);
		this.lifecycle.signaled(SignalAction.RESTART, "SIGUSR1");
		this.journal.expect("passage", "preflight", "spawn for SIGUSR1", "begin");
		this.process.successor.ready.complete(false);
		this.journal.expect("end", "failed");
	}

	@Test
	void stopEndsTheWaitBeforeTheApplicationCloses() {
		this.lifecycle.restart(TestRequests.application());
		this.lifecycle.signaled(SignalAction.STOP, "SIGTERM");
		this.journal.expect("passage", "cancel", "cancel", "retire", "stop");
	}

	@Test
	void stopWhileTheRestartIsPreparedGivesThePassageBack() {
		this.gate.open("");
		CompletableFuture<Void> hanging = new CompletableFuture<>();
		this.process.duringPreflight = hanging::join;
		this.lifecycle.signaled(SignalAction.RESTART, "SIGUSR1");
		this.journal.expect("passage", "preflight");
		this.lifecycle.signaled(SignalAction.STOP, "SIGTERM");
		this.journal.expect("cancel", "retire", "stop");
		hanging.complete(null);
	}

	@Test
	void newerRequestTakesThePlaceOfTheOneThatWaits() {
		this.lifecycle.restart(TestRequests.application());
		assertThat(this.lifecycle.restart(TestRequests.endpoint())).contains(WAITING);
		this.journal.expect("passage", "cancel", "passage");
		// For a command that waits for a decision, that on the newer request is the
		// first.
		assertThat(this.lifecycle.status().decided()).isZero();
		assertThat(this.lifecycle.status().lastRestart()).isNull();
		this.gate.open("");
		this.journal.expect("preflight", "begin", "drain", "close", "exec for the endpoint");
		assertThat(this.lifecycle.status().decided()).isOne();
	}

	@Test
	void requestWhosePlaceIsTakenBeforeItIsKnownToWaitIsRefused() {
		this.gate.silent = true;
		CompletableFuture<Optional<String>> first = CompletableFuture
			.supplyAsync(() -> this.lifecycle.restart(TestRequests.application()));
		this.journal.expect("passage");
		this.gate.silent = false;
		assertThat(this.lifecycle.restart(TestRequests.endpoint())).contains(WAITING);
		assertThat(first).failsWithin(Duration.ofSeconds(20))
			.withThrowableThat()
			.withMessageContaining("Another request took its place");
	}

	@Test
	void stopInPlaceOfARestartThatHasBegunGivesThePassageBack() {
		CompletableFuture<Void> closing = new CompletableFuture<>();
		this.application.whileClosing = closing::join;
		this.gate.open("");
		this.lifecycle.restart(TestRequests.application());
		this.journal.expect("passage", "preflight", "begin", "drain", "close");
		this.lifecycle.signaled(SignalAction.STOP, "SIGTERM");
		this.journal.expectBefore("cancel", "retire");
		closing.complete(null);
	}

	@Test
	void waitThatNeverEndsIsEndedByItsLimit() {
		this.gate.limit = Duration.ofMillis(50);
		this.gate.silent = true;
		assertThatExceptionOfType(RestartRefusedException.class)
			.isThrownBy(() -> this.lifecycle.restart(TestRequests.application()))
			.withMessageContaining("longer than");
		this.journal.expect("passage", "cancel");
	}

	@Test
	void closedGateRefusesWithItsReason() {
		this.lifecycle.gate(RestartGate.closed("There are no permits."));
		assertThatExceptionOfType(RestartRefusedException.class)
			.isThrownBy(() -> this.lifecycle.restart(TestRequests.application()))
			.withMessage("There are no permits.");
	}

	private String last() {
		await().until(() -> this.lifecycle.status().lastRestart() != null);
		RestartResult last = this.lifecycle.status().lastRestart();
		assertThat(last.outcome()).isEqualTo(RestartOutcome.REFUSED);
		return last.reason();
	}

	/** A gate that the test opens. */
	private final class FakeGate implements RestartGate {

		private final CompletableFuture<String> opened = new CompletableFuture<>();

		private volatile Duration limit = Duration.ofHours(1);

		private volatile boolean silent;

		private CompletableFuture<String> open(String refusal) {
			this.opened.complete(refusal);
			return this.opened;
		}

		@Override
		public Optional<Passage> passage() {
			GatedRestartTests.this.journal.add("passage");
			return Optional.of(new FakePassage(this));
		}

		@Override
		public void serving() {
			GatedRestartTests.this.journal.add("serving");
		}

	}

	/** A passage that records what becomes of it. */
	private final class FakePassage implements RestartGate.Passage {

		private final FakeGate gate;

		private final CompletableFuture<String> ended = new CompletableFuture<>();

		FakePassage(FakeGate gate) {
			this.gate = gate;
		}

		@Override
		public Duration limit() {
			return this.gate.limit;
		}

		@Override
		public Optional<String> await(Consumer<String> waiting) {
			if (!this.gate.opened.isDone() && !this.gate.silent) {
				waiting.accept(WAITING);
			}
			Object refusal = CompletableFuture.anyOf(this.gate.opened, this.ended).join();
			return Optional.of(refusal.toString()).filter((reason) -> !reason.isEmpty());
		}

		@Override
		public void begin() {
			GatedRestartTests.this.journal.add("begin");
		}

		@Override
		public void cancel() {
			GatedRestartTests.this.journal.add("cancel");
			this.ended.complete("It was ended.");
		}

		@Override
		public void failed() {
			GatedRestartTests.this.journal.add("failed");
		}

	}

}
