package io.jdaemon.sample;

import java.io.IOException;
import java.nio.file.Files;

import org.junit.jupiter.api.extension.RegisterExtension;

import static io.jdaemon.sample.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A handover of the main process of a service of the real systemd.
 */
class SystemdHandoverIT {

	private static final String UNIT = "sample.service";

	@RegisterExtension
	final Workbench bench = new Workbench();

	@EachSystemd
	void handoverMovesTheMainProcessAndStopsInOrder(SystemdVersion version) throws IOException {
		try (Systemd systemd = Systemd.start(version, this.bench.directory())) {
			SampleDaemon sample = start(systemd, version);
			ProcFs first = systemd.mainProcess(UNIT);
			ProcFs second;
			try (KeptAliveClient client = new KeptAliveClient(sample.port())) {
				second = reload(systemd, first);
				long inside = second.pidInNamespace();
				patiently().until(() -> client.processes().contains(inside));
				patiently().until(() -> !first.alive());
				assertState(systemd, "active", "success");
				assertThat(systemd.show(UNIT, "StatusText")).matches("ready since .*, restart 1, requested by .*");
				assertThat(systemd.journal(UNIT)).doesNotContain("not our child");
				// A version that does not start
				Files.writeString(sample.directory().resolve("application.properties"),
						"spring.main.web-application-type=none-such\n");
				systemd.systemctl("reload", UNIT);
				patiently().until(() -> systemd.show(UNIT, "StatusText").contains(" failed: The successor (pid "));
				patiently().until(() -> systemd.show(UNIT, "ActiveState").equals("active"));
				assertThat(systemd.mainProcess(UNIT)).isEqualTo(second);
				Files.delete(sample.directory().resolve("application.properties"));
			}
			ProcFs third = reload(systemd, second);
			// Perhaps while its predecessor drains
			assertThat(systemd.systemctl("stop", UNIT).status()).isZero();
			assertThat(second.alive() || third.alive()).isFalse();
			assertState(systemd, "inactive", "success");
		}
	}

	@EachSystemd
	void mainProcessThatIsKilledIsStartedAgain(SystemdVersion version) throws IOException {
		try (Systemd systemd = Systemd.start(version, this.bench.directory())) {
			SampleDaemon sample = start(systemd, version);
			ProcFs first = systemd.mainProcess(UNIT);
			systemd.systemctl("--no-block", "reload", UNIT);
			patiently().until(() -> sample.log().count(":: Spring Boot ::") == 2);
			Signal.KILL.send(first.pid());
			awaitStarts(systemd, 1);
			ProcFs second = reload(systemd, systemd.mainProcess(UNIT));
			Signal.KILL.send(second.pid());
			awaitStarts(systemd, 2);
			assertThat(sample.process().status()).isEqualTo(200);
			assertThat(systemd.systemctl("stop", UNIT).status()).isZero();
			assertState(systemd, "inactive", "success");
		}
	}

	private SampleDaemon start(Systemd systemd, SystemdVersion version) {
		SampleDaemon sample = this.bench.sample(Jdk.tested().iterator().next())
			.arguments("--jdaemon.mode=foreground", "--jdaemon.restart.strategy=handover");
		systemd.service(UNIT, sample, version.hasNotifyReload() ? "Type=notify-reload" : "Type=notify",
				version.hasNotifyReload() ? "ReloadSignal=SIGUSR1" : "ExecReload=/bin/kill -USR1 $MAINPID",
				"Restart=on-failure", "RestartSec=100ms", "StartLimitBurst=100");
		Launch.Result start = systemd.systemctl("start", UNIT);
		assertThat(start.status()).as(start.toString()).isZero();
		return sample;
	}

	private static ProcFs reload(Systemd systemd, ProcFs predecessor) {
		Launch.Result reload = systemd.systemctl("reload", UNIT);
		assertThat(reload.status()).as(reload.toString()).isZero();
		// Before systemd 253, systemctl does not wait for the end of the reload.
		patiently().until(() -> !systemd.mainProcess(UNIT).equals(predecessor));
		patiently().until(() -> systemd.show(UNIT, "SubState").equals("running"));
		return systemd.mainProcess(UNIT);
	}

	private static void awaitStarts(Systemd systemd, int starts) {
		patiently().until(() -> systemd.show(UNIT, "NRestarts").equals(String.valueOf(starts))
				&& systemd.show(UNIT, "ActiveState").equals("active"));
	}

	private static void assertState(Systemd systemd, String state, String result) {
		assertThat(systemd.show(UNIT, "ActiveState")).isEqualTo(state);
		assertThat(systemd.show(UNIT, "Result")).isEqualTo(result);
	}

}
