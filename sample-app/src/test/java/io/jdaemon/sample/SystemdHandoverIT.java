package io.jdaemon.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

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
	void socketsOfUnitAndStoreOutliveHandoverAndKill(SystemdVersion version) throws IOException {
		int unitPort = SampleClient.freePort();
		try (Systemd systemd = Systemd.start(version, this.bench.directory())) {
			systemd.unit("sample.socket", "[Socket]\nListenStream=127.0.0.1:" + unitPort + "\n");
			SampleDaemon sample = prepare(systemd, version, "--management.server.port=" + unitPort,
					"--management.server.address=127.0.0.1");
			start(systemd, "sample.socket", UNIT);
			ProcFs first = systemd.mainProcess(UNIT);
			systemd.systemctl("--no-block", "reload", UNIT);
			patiently().until(() -> sample.log().count(":: Spring Boot ::") == 2);
			kill(systemd, first, 1);
			assertSocketsOutlive(systemd, sample, unitPort);
			ProcFs second = reload(systemd, systemd.mainProcess(UNIT));
			assertSocketsOutlive(systemd, sample, unitPort);
			kill(systemd, second, 2);
			assertSocketsOutlive(systemd, sample, unitPort);
			new SampleClient(unitPort).request("POST", "/actuator/restart/exec");
			sample.awaitGeneration(1);
			assertSocketsOutlive(systemd, sample, unitPort);
			assertThat(systemd.systemctl("stop", UNIT).status()).isZero();
			assertState(systemd, "inactive", "success");
		}
	}

	private static void kill(Systemd systemd, ProcFs process, int starts) {
		Signal.KILL.send(process.pid());
		patiently().until(() -> systemd.show(UNIT, "NRestarts").equals(String.valueOf(starts)));
	}

	// Whether a process is ready or starts: connections wait.
	private static void assertSocketsOutlive(Systemd systemd, SampleDaemon sample, int unitPort) {
		assertThat(sample.process().status()).isEqualTo(200);
		patiently().until(() -> new SampleClient(unitPort).request("GET", "/actuator/health").status() == 200);
		patiently().until(() -> systemd.show(UNIT, "ActiveState").equals("active"));
		patiently().until(() -> systemd.show(UNIT, "NFileDescriptorStore").equals("1"));
	}

	private SampleDaemon start(Systemd systemd, SystemdVersion version) {
		SampleDaemon sample = prepare(systemd, version);
		start(systemd, UNIT);
		return sample;
	}

	private static void start(Systemd systemd, String... units) {
		List<String> words = new ArrayList<>(List.of("start"));
		words.addAll(List.of(units));
		Launch.Result start = systemd.systemctl(words.toArray(String[]::new));
		assertThat(start.status()).as(start.toString()).isZero();
	}

	private SampleDaemon prepare(Systemd systemd, SystemdVersion version, String... arguments) {
		// What is processed ahead of time has no management port of its own.
		SampleDaemon sample = this.bench.sample(Jdk.tested().iterator().next())
			.options("-Dspring.aot.enabled=false")
			.arguments("--jdaemon.mode=foreground", "--jdaemon.restart.strategy=handover")
			.arguments(arguments);
		systemd.service(UNIT, sample, version.hasNotifyReload() ? "Type=notify-reload" : "Type=notify",
				version.hasNotifyReload() ? "ReloadSignal=SIGUSR1" : "ExecReload=/bin/kill -USR1 $MAINPID",
				"FileDescriptorStoreMax=4", "Restart=on-failure", "RestartSec=100ms", "StartLimitBurst=100");
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

	private static void assertState(Systemd systemd, String state, String result) {
		assertThat(systemd.show(UNIT, "ActiveState")).isEqualTo(state);
		assertThat(systemd.show(UNIT, "Result")).isEqualTo(result);
	}

}
