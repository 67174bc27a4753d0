package io.jdaemon.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

import io.jdaemon.DaemonInfo;
import io.jdaemon.Mode;
import io.jdaemon.restart.TestRequests;
import io.jdaemon.settings.TestSettings;
import io.jdaemon.signals.SignalAction;
import io.jdaemon.status.RestartResults;
import io.jdaemon.status.Status;
import io.jdaemon.systemd.ServiceManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the outcome of a start, {@link ApplicationStart}, as the lifecycle reports
 * it.
 */
class ApplicationStartTests {

	private final Journal journal = new Journal();

	private final FakeProcessControl process = new FakeProcessControl(this.journal);

	private final Starter starter = new Starter();

	@AfterEach
	void endStarter() {
		this.starter.end();
	}

	@Test
	void readyWhenKeptAliveIsReported() {
		Lifecycle lifecycle = start(Mode.DAEMON);
		this.starter.run(lifecycle::begin);
		this.starter.run(lifecycle::ready);
		this.journal.expect("ready");
	}

	@Test
	void readyWhenNothingIsLeftWaitsForTheEnd() {
		this.process.keptAlive = false;
		Lifecycle lifecycle = start(Mode.DAEMON);
		this.starter.run(lifecycle::begin);
		this.starter.run(lifecycle::started);
		this.starter.run(lifecycle::ready);
		lifecycle.signaled(SignalAction.REOPEN, "SIGHUP");
		this.journal.expect("reopen");
		lifecycle.onShutdown();
		this.journal.expect("ran", "leave");
	}

	@Test
	void readyWhenTheStarterGoesOnIsReportedAfterAll() {
		this.process.keptAlive = false;
		Lifecycle lifecycle = start(Mode.DAEMON);
		this.starter.run(lifecycle::begin);
		this.starter.run(lifecycle::ready);
		this.journal.expect("ready");
		lifecycle.onShutdown();
		this.journal.expect("leave");
	}

	@Test
	void exitInARunnerIsNoFailure() {
		Lifecycle lifecycle = start(Mode.DAEMON);
		lifecycle.started();
		lifecycle.onShutdown();
		this.journal.expect("ran", "leave");
	}

	@Test
	void exitOfAnImageThatARestartHasStartedIsPublished() {
		Status status = Status.starting(info(Mode.DAEMON), Map.of(), null)
			.with(RestartResults.completed(TestRequests.SIGUSR1, OptionalLong.empty()));
		Lifecycle lifecycle = start(status);
		lifecycle.started();
		lifecycle.onShutdown();
		this.journal.expect("ran", "leave");
		assertThat(this.process.reported).last()
			.satisfies((last) -> assertThat(RestartResults.hasEnded(last.lastRestart())).isTrue());
	}

	@Test
	void exitBeforeTheContextIsCompleteIsAFailure() {
		start(Mode.DAEMON).onShutdown();
		this.journal.expect("leave");
	}

	@Test
	void failureExitsOnceTheStarterHasEnded() {
		Lifecycle lifecycle = start(Mode.DAEMON);
		this.starter.run(lifecycle::begin);
		this.starter.run(lifecycle::failed);
		lifecycle.signaled(SignalAction.REOPEN, "SIGHUP");
		this.journal.expect("reopen");
		this.starter.run(() -> this.journal.add("starter ends"));
		this.starter.end();
		this.journal.expect("starter ends", "exit 1");
	}

	@Test
	void failureIsReportedByItsExitOnly() {
		Lifecycle lifecycle = start(Mode.DAEMON);
		this.starter.run(lifecycle::begin);
		lifecycle.started();
		this.starter.run(lifecycle::failed);
		lifecycle.onShutdown();
		this.journal.expect("leave");
	}

	@Test
	void failureOfAReadyDaemonExits() {
		Lifecycle lifecycle = start(Mode.DAEMON);
		this.starter.run(lifecycle::begin);
		this.starter.run(lifecycle::ready);
		this.starter.run(lifecycle::failed);
		this.starter.end();
		this.journal.expect("ready");
		this.journal.expectInAnyOrder("retire", "exit 1");
	}

	@Test
	void failureThatIsNoticedTwiceExitsOnce() {
		Lifecycle lifecycle = start(Mode.DAEMON);
		this.starter.run(lifecycle::begin);
		this.starter.end();
		lifecycle.failed();
		lifecycle.failed();
		this.journal.expect("exit 1");
		lifecycle.signaled(SignalAction.REOPEN, "SIGHUP");
		this.journal.expect("reopen");
	}

	@Test
	void failureInTheForegroundLeavesTheProcessAlone() {
		Lifecycle lifecycle = start(Mode.FOREGROUND);
		this.starter.run(lifecycle::begin);
		this.starter.run(lifecycle::failed);
		this.starter.end();
		lifecycle.signaled(SignalAction.REOPEN, "SIGHUP");
		this.journal.expect("reopen");
	}

	@Test
	void starterThatEndsBeforeReadyExitsIfThreadsAreLeft() {
		Lifecycle lifecycle = start(Mode.DAEMON);
		this.starter.run(lifecycle::begin);
		this.starter.end();
		this.journal.expect("exit 1");
	}

	@Test
	void anotherApplicationTakesThePlaceOfOneThatIsOver() {
		this.process.keptAlive = false;
		Lifecycle lifecycle = start(Mode.DAEMON);
		this.starter.run(lifecycle::begin);
		this.starter.run(lifecycle::ready);
		this.starter.run(() -> this.journal.add("another " + lifecycle.beginAnother(false)));
		this.process.keptAlive = true;
		lifecycle.signaled(SignalAction.REOPEN, "SIGHUP");
		this.starter.run(lifecycle::ready);
		this.journal.expect("another true");
		this.journal.expectInAnyOrder("reopen", "ready");
	}

	@Test
	void anotherApplicationTakesThePlaceOfOneThatFailed() {
		Lifecycle lifecycle = start(Mode.DAEMON);
		this.starter.run(lifecycle::begin);
		this.starter.run(lifecycle::failed);
		this.starter.run(() -> this.journal.add("another " + lifecycle.beginAnother(false)));
		this.starter.run(lifecycle::ready);
		this.starter.end();
		lifecycle.signaled(SignalAction.REOPEN, "SIGHUP");
		this.journal.expect("another true", "ready", "reopen");
	}

	@Test
	void anotherApplicationRunsBesideOneThatStartsOrIsReady() {
		Lifecycle lifecycle = start(Mode.DAEMON);
		this.starter.run(lifecycle::begin);
		this.journal.add("another " + lifecycle.beginAnother(false));
		this.starter.run(lifecycle::ready);
		this.journal.expect("another false", "ready");
		this.journal.add("another " + lifecycle.beginAnother(false));
		this.journal.add("another " + lifecycle.beginAnother(true));
		this.journal.expect("another false", "another true");
	}

	@Test
	void stopIsReportedOnce() {
		Lifecycle lifecycle = start(Mode.DAEMON);
		lifecycle.started();
		lifecycle.signaled(SignalAction.STOP, "SIGTERM");
		this.journal.expect("stopped by SIGTERM", "retire", "stop");
		lifecycle.onShutdown();
		this.journal.expect("leave");
	}

	private Lifecycle start(Mode mode) {
		return start(Status.starting(info(mode), Map.of(), null));
	}

	private Lifecycle start(Status status) {
		Lifecycle lifecycle = new Lifecycle(this.process, this.process, new FakeApplication(this.journal),
				TestSettings.daemon(Duration.ofHours(1)), status, ServiceManager.none(), TestLifecycles.log());
		lifecycle.start();
		return lifecycle;
	}

	private static DaemonInfo info(Mode mode) {
		return new DaemonInfo(4711, 0, mode, Instant.EPOCH, Instant.EPOCH);
	}

	/** The thread that starts the application. */
	private static final class Starter {

		private static final Runnable END = () -> {
		};

		private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();

		private final Thread thread = new Thread(this::work, "starter");

		Starter() {
			this.thread.setDaemon(true);
			this.thread.start();
		}

		void run(Runnable task) {
			CompletableFuture<Void> done = new CompletableFuture<>();
			this.tasks.add(() -> {
				task.run();
				done.complete(null);
			});
			done.join();
		}

		void end() {
			this.tasks.add(END);
		}

		private void work() {
			try {
				Runnable task = this.tasks.take();
				while (task != END) {
					task.run();
					task = this.tasks.take();
				}
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
