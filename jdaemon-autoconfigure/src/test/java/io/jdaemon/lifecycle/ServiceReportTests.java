package io.jdaemon.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

import io.jdaemon.DaemonInfo;
import io.jdaemon.Mode;
import io.jdaemon.settings.TestSettings;
import io.jdaemon.signals.SignalAction;
import io.jdaemon.status.Status;
import io.jdaemon.systemd.FakeSystemd;
import io.jdaemon.systemd.ServiceManager;
import io.jdaemon.systemd.ServiceRole;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for what {@link Lifecycle} reports to systemd, and when.
 */
class ServiceReportTests {

	private static final Duration NEVER = Duration.ofHours(1);

	private static final String READY = "READY=1 STATUS=ready since TIME";

	private static final String RELOADING = "RELOADING=1 MONOTONIC_USEC=" + FakeSystemd.NOW;

	private static final String STOPPING = "STOPPING=1 STATUS=stopping EXTEND_TIMEOUT_USEC=N";

	private final Journal journal = new Journal();

	private final FakeProcessControl process = new FakeProcessControl(this.journal);

	private final FakeApplication application = new FakeApplication(this.journal);

	private final FakeSystemd systemd = new FakeSystemd();

	private ServiceManager manager = ServiceManager.none();

	private final List<String> messages = new ArrayList<>();

	@Test
	void stopBySignalIsReportedBeforeTheApplicationStops() {
		Lifecycle lifecycle = ready(Map.of());
		lifecycle.signaled(SignalAction.STOP, "SIGTERM");
		this.journal.expect("retire", "stop");
		assertThat(this.systemd.messages()).containsExactly(STOPPING);
	}

	@Test
	void exitIsReportedBeforeTheHookReturns() {
		Lifecycle lifecycle = ready(Map.of("WATCHDOG_USEC", "20000"));
		CountDownLatch busy = new CountDownLatch(1);
		this.systemd.whileAsked(() -> {
			busy.countDown();
			LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
		});
		untilReleased(busy);
		lifecycle.onShutdown();
		assertThat(this.systemd.messages()).contains(STOPPING);
	}

	@Test
	void failedStartIsReported() {
		start(Map.of()).onShutdown();
		expect("STOPPING=1 STATUS=stopping before it was ready EXTEND_TIMEOUT_USEC=N");
	}

	@Test
	void restartIsReportedBeforeTheApplicationCloses() {
		Lifecycle lifecycle = ready(Map.of());
		lifecycle.signaled(SignalAction.RESTART, "SIGUSR1");
		this.journal.expect("preflight", "drain", "close");
		assertThat(this.systemd.messages()).containsExactly(RELOADING + " STATUS=restarting EXTEND_TIMEOUT_USEC=N");
	}

	@Test
	void secondRequestWhileRestartingIsReported() {
		Lifecycle lifecycle = ready(Map.of());
		lifecycle.signaled(SignalAction.RESTART, "SIGUSR1");
		this.journal.expect("preflight", "drain", "close");
		this.systemd.messages();
		lifecycle.signaled(SignalAction.RESTART, "SIGUSR1");
		expect(RELOADING);
	}

	@Test
	void refusedRestartEndsAtOnce() {
		this.process.refusal = Optional.of("The jar is missing.");
		Lifecycle lifecycle = ready(Map.of());
		lifecycle.signaled(SignalAction.RESTART, "SIGUSR1");
		expect(RELOADING, READY + "; last restart (TIME, requested by SIGUSR1) refused: The jar is missing.");
	}

	@Test
	void decisionThatTakesLongMayTakeLonger() {
		CountDownLatch decision = new CountDownLatch(1);
		this.process.duringPreflight = () -> untilReleased(decision);
		Lifecycle lifecycle = ready(Map.of());
		assertThat(this.manager.due()).isEmpty();
		lifecycle.signaled(SignalAction.RESTART, "SIGUSR1");
		this.journal.expect("preflight");
		assertThat(this.manager.due()).isPresent();
		decision.countDown();
		expect(RELOADING + " STATUS=restarting EXTEND_TIMEOUT_USEC=N");
	}

	private static void untilReleased(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void restartWhileStartingIsReloadOnceReady() {
		Lifecycle lifecycle = start(Map.of());
		lifecycle.signaled(SignalAction.RESTART, "SIGUSR1");
		lifecycle.ready();
		expect(READY, RELOADING + " STATUS=restarting EXTEND_TIMEOUT_USEC=N");
	}

	@Test
	void stopInPlaceOfRestartIsReported() {
		Lifecycle lifecycle = ready(Map.of());
		lifecycle.signaled(SignalAction.RESTART, "SIGUSR1");
		this.journal.expect("preflight", "drain", "close");
		lifecycle.signaled(SignalAction.STOP, "SIGTERM");
		expect(RELOADING + " STATUS=restarting EXTEND_TIMEOUT_USEC=N", STOPPING);
	}

	// Without an event, which would wake the thread as well.
	@Test
	void pingsComeFromTheLifecycleThreadWhileTheApplicationIsAlive() {
		ready(Map.of("WATCHDOG_USEC", "20000"));
		expect("WATCHDOG=1", "WATCHDOG=1", "WATCHDOG=1");
	}

	private Lifecycle start(Map<String, String> environment) {
		Status status = Status.starting(new DaemonInfo(17, 0, Mode.FOREGROUND, Instant.EPOCH, Instant.EPOCH), Map.of(),
				null);
		this.manager = this.systemd.manager(ServiceRole.EXECUTED, environment);
		this.manager.published(status);
		this.systemd.messages();
		Lifecycle lifecycle = new Lifecycle(this.process, this.process, this.application, TestSettings.daemon(NEVER),
				status, this.manager, TestLifecycles.log());
		lifecycle.start();
		return lifecycle;
	}

	private Lifecycle ready(Map<String, String> environment) {
		Lifecycle lifecycle = start(environment);
		lifecycle.ready();
		this.journal.expect("ready");
		expect(READY);
		return lifecycle;
	}

	private void expect(String... expected) {
		this.messages.clear();
		await().untilAsserted(() -> {
			this.messages.addAll(this.systemd.messages());
			assertThat(this.messages).startsWith(expected);
		});
	}

}
