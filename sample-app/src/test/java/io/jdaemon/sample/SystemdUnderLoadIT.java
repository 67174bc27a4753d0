package io.jdaemon.sample;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever systemd does to a service with a listening socket in its store or of a socket
 * unit, no connection is refused, and no request is lost but those that a killed process
 * had accepted. No other test runs meanwhile, as in {@link RestartUnderLoadIT}.
 */
@Isolated
@Thorough
class SystemdUnderLoadIT {

	private static final String UNIT = "orders.service";

	private final Jdk jdk = Jdk.tested().iterator().next();

	@RegisterExtension
	final Workbench bench = new Workbench();

	@Test
	void reloadsLoseNoRequest() throws Exception {
		check(10, (systemd, sample, turn) -> {
			assertThat(systemd.systemctl("reload", UNIT).status()).isZero();
			assertThat(sample.generation()).isEqualTo(turn);
		}, true);
	}

	@Test
	void handoversLoseNoRequest() throws Exception {
		check(3, (systemd, sample, turn) -> {
			long pid = systemd.mainProcess(UNIT).pid();
			assertThat(systemd.systemctl("reload", UNIT).status()).isZero();
			assertThat(systemd.mainProcess(UNIT).pid()).isNotEqualTo(pid);
		}, true, "--jdaemon.restart.strategy=handover");
	}

	@Test
	void killsRefuseNoConnection() throws Exception {
		check(3, (systemd, sample, turn) -> {
			Signal.KILL.send(systemd.mainProcess(UNIT).pid());
			Waiting.patiently().until(() -> systemd.show(UNIT, "NRestarts").equals(String.valueOf(turn)));
			Waiting.patiently().until(() -> systemd.show(UNIT, "ActiveState").equals("active"));
			assertThat(systemd.show(UNIT, "NFileDescriptorStore")).isEqualTo("1");
		}, false);
	}

	@Test
	void restartsOfServiceWithSocketUnitLoseNoRequest() throws Exception {
		SampleDaemon sample = sample();
		try (Systemd systemd = Systemd.start(version(), this.bench.directory())) {
			systemd.unit("orders.socket", "[Socket]\nListenStream=127.0.0.1:" + sample.port() + "\n");
			check(systemd, sample, 3,
					(manager, daemon, turn) -> assertThat(manager.systemctl("restart", UNIT).status()).isZero(), true,
					"orders.socket", UNIT);
		}
	}

	private void check(int turns, Turn turn, boolean losesNone, String... arguments) throws Exception {
		try (Systemd systemd = Systemd.start(version(), this.bench.directory())) {
			check(systemd, sample().arguments(arguments), turns, turn, losesNone, UNIT);
		}
	}

	private void check(Systemd systemd, SampleDaemon sample, int turns, Turn turn, boolean losesNone, String... started)
			throws Exception {
		systemd.service(UNIT, sample, "Type=notify-reload", "ReloadSignal=SIGUSR1", "NotifyAccess=main",
				"Restart=on-failure", "FileDescriptorStoreMax=4", "TimeoutStartSec=300");
		for (String unit : started) {
			assertThat(systemd.systemctl("start", unit).status()).isZero();
		}
		try (LoadClient load = new LoadClient(sample.port())) {
			for (int i = 1; i <= turns; i++) {
				load.awaitResponses();
				turn.take(systemd, sample, i);
			}
			load.awaitResponses();
			load.finish();
			assertThat(load.answered()).isPositive();
			assertThat(load.refused()).isEmpty();
			// What a killed process had accepted: at most one request of each client
			assertThat(load.lost()).hasSizeLessThanOrEqualTo(losesNone ? 0 : turns * load.clients());
		}
	}

	private SampleDaemon sample() {
		return this.bench.sample(this.jdk).foreground();
	}

	private static SystemdVersion version() {
		return SystemdVersion.atLeast(SystemdVersion.NOTIFY_RELOAD);
	}

	/** What is done to the service while it is under load. */
	@FunctionalInterface
	private interface Turn {

		void take(Systemd systemd, SampleDaemon sample, int turn) throws IOException;

	}

}
