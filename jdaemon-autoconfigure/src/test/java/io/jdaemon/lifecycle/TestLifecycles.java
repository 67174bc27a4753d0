package io.jdaemon.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

import io.jdaemon.DaemonInfo;
import io.jdaemon.Mode;
import io.jdaemon.RestartResult;
import io.jdaemon.settings.TestSettings;
import io.jdaemon.shutdown.LifecycleLog;
import io.jdaemon.status.State;
import io.jdaemon.status.Status;
import io.jdaemon.systemd.ServiceManager;

import static org.awaitility.Awaitility.await;

/**
 * Lifecycles of a fake process, for tests of other packages.
 */
public final class TestLifecycles {

	/** Facts about the fake process. */
	public static final DaemonInfo INFO = new DaemonInfo(4711, 2, Mode.DAEMON, Instant.ofEpochSecond(200),
			Instant.ofEpochSecond(100));

	private TestLifecycles() {
	}

	/**
	 * A process that is ready and allows restarts, but never completes one.
	 * @return its lifecycle
	 */
	public static Lifecycle ready() {
		return ready(Optional.empty());
	}

	/**
	 * A process that is ready and refuses restarts.
	 * @param reason the reason, a sentence
	 * @return its lifecycle
	 */
	public static Lifecycle refusing(String reason) {
		return ready(Optional.of(reason));
	}

	/**
	 * The result of the last restart.
	 * @param lifecycle the lifecycle
	 * @return the result, if there was a restart
	 */
	public static Optional<RestartResult> lastRestart(Lifecycle lifecycle) {
		return Optional.ofNullable(lifecycle.status().lastRestart());
	}

	/**
	 * A log whose output does not block.
	 * @return the log
	 */
	static LifecycleLog log() {
		return new LifecycleLog(() -> {
		}, () -> true);
	}

	private static Lifecycle ready(Optional<String> refusal) {
		Journal journal = new Journal();
		FakeProcessControl process = new FakeProcessControl(journal);
		process.refusal = refusal;
		Lifecycle lifecycle = new Lifecycle(process, process, new FakeApplication(journal),
				TestSettings.daemon(Duration.ofHours(1)), Status.starting(INFO, Map.of(), null), ServiceManager.none(),
				log());
		lifecycle.start();
		lifecycle.ready();
		await().until(() -> lifecycle.status().state() == State.READY);
		return lifecycle;
	}

}
