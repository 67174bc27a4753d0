package io.jdaemon.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The command systemd-unit prints what systemd accepts, and the service does what the
 * unit promises.
 */
class SystemdUnitIT {

	// Writable for the service, and in no home and no temporary directory
	private static final String HOME = "/var/lib/orders";

	private final Jdk jdk = Jdk.tested().iterator().next();

	@RegisterExtension
	final Workbench bench = new Workbench();

	@EachSystemd
	void systemdAcceptsWhatIsPrinted(SystemdVersion version) throws Exception {
		SampleDaemon sample = this.bench.sample(this.jdk)
			.arguments("--jdaemon.user=daemon", "--jdaemon.group=daemon", "--jdaemon.pid-file=/run/orders/pid",
					"--words=a b%c$d");
		try (Systemd systemd = Systemd.start(version, this.bench.directory())) {
			for (String unit : List.of("sample-app.service", "sample-app.socket")) {
				String format = unit.endsWith(".socket") ? "socket" : "text";
				systemd.unit(unit, print(systemd, sample.commandLine(), format));
				Launch.Result verified = systemd.run("systemd-analyze", "verify", unit);
				assertThat(verified.status()).as(verified.toString()).isZero();
				assertThat(verified.out() + verified.err()).doesNotContain("sample-app");
			}
			assertThat(systemd.show("sample-app.service", "Type"))
				.isEqualTo(version.hasNotifyReload() ? "notify-reload" : "notify");
			assertThat(systemd.show("sample-app.socket", "Listen")).contains("127.0.0.1:" + sample.port());

			write(systemd, "/run/tmpfiles.d/orders.conf", print(systemd, sample.commandLine(), "tmpfiles"));
			assertThat(systemd.run("systemd-tmpfiles", "--create", "orders.conf").status()).isZero();
			assertThat(Files.getOwner(systemd.path("/run/orders")).getName()).isEqualTo("daemon");
		}
	}

	@EachSystemd
	void serviceOfPrintedUnitStartsReloadsAndStops(SystemdVersion version) throws Exception {
		try (Systemd systemd = Systemd.start(version, this.bench.directory())) {
			prepareHome(systemd);
			systemd.unit("orders.service", print(systemd, command(), "text"));
			assertThat(systemd.run("cat", "/run/systemd/system/orders.service").out()).contains("PrivateTmp=yes",
					"ProtectSystem=strict");

			Launch.Result started = systemd.systemctl("start", "orders.service");
			assertThat(started.status()).as(started + systemd.journal("orders.service")).isZero();
			ProcFs process = systemd.mainProcess("orders.service");
			assertThat(process.status("CapBnd")).isEqualTo("0000000000000000");

			Launch.Result reloaded = systemd.systemctl("reload", "orders.service");
			assertThat(reloaded.status()).as(reloaded + systemd.journal("orders.service")).isZero();
			assertThat(systemd.mainProcess("orders.service")).isEqualTo(process);
			assertThat(systemd.journal("orders.service").split(SampleDaemon.READY, -1)).hasSize(3);

			assertThat(systemd.systemctl("stop", "orders.service").status()).isZero();
			assertThat(systemd.show("orders.service", "Result")).isEqualTo("success");
		}
	}

	// Only what is needed beside PrivateTmp, without which JNA could not unpack its
	// library.
	@Thorough
	@Test
	void eachRestrictionAloneLetsTheServiceReload() throws Exception {
		SystemdVersion version = SystemdVersion.atLeast(SystemdVersion.NOTIFY_RELOAD);
		try (Systemd systemd = Systemd.start(version, this.bench.directory())) {
			prepareHome(systemd);
			String[] sections = print(systemd, command(), "text").split("\n\n");
			assertThat(sections).hasSize(4);
			for (String restriction : sections[2].split("\n")) {
				systemd.unit("orders.service", sections[1] + "\nPrivateTmp=yes\n" + restriction + "\n");
				for (String verb : List.of("start", "reload", "stop")) {
					Launch.Result result = systemd.systemctl(verb, "orders.service");
					assertThat(result.status()).as("%s with %s: %s", verb, restriction, result).isZero();
				}
				assertThat(systemd.show("orders.service", "Result")).as(restriction).isEqualTo("success");
			}
		}
	}

	private void prepareHome(Systemd systemd) throws IOException {
		FastJar.tiny(this.jdk).copy(Files.createDirectories(systemd.path(HOME)));
		assertThat(systemd.run("chown", "nobody:nogroup", HOME).status()).isZero();
	}

	private List<String> command() {
		return List.of("/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", HOME, this.jdk.java().toString(), "-jar",
				FastJar.tiny(this.jdk).jar().getFileName().toString(), "--jdaemon.user=nobody",
				"--jdaemon.group=nogroup");
	}

	private static String print(Systemd systemd, List<String> command, String format) {
		List<String> words = new ArrayList<>(command);
		words.addAll(List.of("--jdaemon.command=systemd-unit", "--jdaemon.output=" + format));
		Launch.Result printed = systemd.run(words.toArray(String[]::new));
		assertThat(printed.status()).as(printed.toString()).isZero();
		assertThat(printed.err()).isEmpty();
		return printed.out();
	}

	private static void write(Systemd systemd, String path, String text) throws IOException {
		Path file = systemd.path(path);
		Files.createDirectories(file.getParent());
		Files.writeString(file, text);
	}

}
