package io.jdaemon.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Services that do not run as root: one of the system with a port below 1024, and one of
 * the systemd of a user.
 */
@Thorough
class SystemdUserIT {

	private static final String UNIT = "sample.service";

	// The user daemon of Debian
	private static final String USER = "1";

	private static final String RUNTIME = "/run/user/" + USER;

	private final Jdk jdk = Jdk.tested().iterator().next();

	@RegisterExtension
	final Workbench bench = new Workbench();

	@Test
	void socketUnitLendsPortBelow1024ToUserOverReload() throws IOException {
		try (Systemd systemd = Systemd.start(version(), this.bench.directory())) {
			int port = freeLowPort();
			// What is processed ahead of time has no management port of its own.
			SampleDaemon sample = this.bench.sample(this.jdk)
				.options("-Dspring.aot.enabled=false")
				.arguments("--jdaemon.mode=foreground", "--management.server.port=" + port,
						"--management.server.address=127.0.0.1");
			systemd.unit("sample.socket", "[Socket]\nListenStream=127.0.0.1:" + port + "\n");
			systemd.service(UNIT, sample, "Type=notify-reload", "ReloadSignal=SIGUSR1", "WorkingDirectory=/",
					"User=nobody", "CapabilityBoundingSet=");
			assertThat(systemd.systemctl("start", "sample.socket", UNIT).status()).isZero();
			ProcFs process = systemd.mainProcess(UNIT);
			assertThat(process.status("CapBnd")).isEqualTo("0000000000000000");
			assertThat(systemd.systemctl("reload", UNIT).status()).isZero();
			assertThat(systemd.mainProcess(UNIT)).isEqualTo(process);
			assertThat(new SampleClient(port).request("GET", "/actuator/restart").body()).contains("\"generation\":1");
			assertThat(systemd.systemctl("stop", UNIT).status()).isZero();
			assertThat(systemd.show(UNIT, "Result")).isEqualTo("success");
		}
	}

	@Test
	void systemdOfUserReloadsAndStops() throws IOException {
		try (Systemd systemd = Systemd.start(version(), this.bench.directory())) {
			systemd.unit("user@.service", """
					[Service]
					Type=notify
					User=%%i
					Slice=user-%%i.slice
					Delegate=yes
					RuntimeDirectory=user/%%i
					Environment=XDG_RUNTIME_DIR=%s
					ExecStart=/usr/lib/systemd/systemd --user
					""".formatted(RUNTIME));
			assertThat(systemd.systemctl("start", "user@" + USER).status()).isZero();
			List<String> command = this.bench.sample(this.jdk).tiny().commandLine();
			Path unit = systemd.path(RUNTIME + "/systemd/user/" + UNIT);
			Files.createDirectories(unit.getParent());
			Files.writeString(unit,
					"[Service]\nType=notify-reload\nReloadSignal=SIGUSR1\nWorkingDirectory=/\nExecStart="
							+ String.join(" ", command) + "\n");
			assertDone(systemd, "daemon-reload");
			assertDone(systemd, "start", UNIT);
			assertThat(systemd.journal("user@" + USER)).contains("Staying in the foreground (SYSTEMD)");
			assertDone(systemd, "reload", UNIT);
			assertThat(user(systemd, "show", "--value", "--property=StatusText", UNIT).out())
				.matches("ready since .*, restart 1, requested by .*\n");
			assertDone(systemd, "stop", UNIT);
			assertThat(user(systemd, "show", "--value", "--property=Result", UNIT).out()).isEqualTo("success\n");
		}
	}

	private static void assertDone(Systemd systemd, String... words) {
		Launch.Result result = user(systemd, words);
		assertThat(result.status()).as(result.toString()).isZero();
	}

	private static Launch.Result user(Systemd systemd, String... words) {
		List<String> command = new ArrayList<>(List.of("setpriv", "--reuid=" + USER, "--clear-groups", "env",
				"XDG_RUNTIME_DIR=" + RUNTIME, "systemctl", "--user"));
		command.addAll(List.of(words));
		return systemd.run(command.toArray(String[]::new));
	}

	private static int freeLowPort() {
		return IntStream.range(600, 1024).filter(SampleClient::free).findFirst().orElseThrow();
	}

	private static SystemdVersion version() {
		return SystemdVersion.atLeast(SystemdVersion.NOTIFY_RELOAD);
	}

}
