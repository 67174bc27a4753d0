package io.jdaemon.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.extension.RegisterExtension;

import static io.jdaemon.sample.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * What the other tests with systemd rest on: its version is the one that was asked for,
 * and it leaves nothing behind, however it ends.
 */
class SystemdHarnessIT {

	@RegisterExtension
	final Workbench bench = new Workbench();

	@EachSystemd
	void nothingIsLeftAfterClose(SystemdVersion version) throws Exception {
		ProcFs process;
		Path group;
		try (Systemd systemd = Systemd.start(version, this.bench.directory())) {
			assertThat(systemd.systemctl("--version").out()).startsWith("systemd " + version + " ");
			process = startStubborn(systemd);
			group = group(process);
			assertThat(group).exists();
		}
		assertThat(process.alive()).isFalse();
		assertThat(group).doesNotExist();
	}

	@EachSystemd
	void nothingIsLeftAfterKillAndNextStart(SystemdVersion version) throws Exception {
		ProcFs process;
		Path group;
		try (Systemd systemd = Systemd.start(version, this.bench.directory())) {
			process = startStubborn(systemd);
			group = group(process);
			systemd.kill();
			patiently().until(() -> !process.alive());
		}
		try (Systemd systemd = Systemd.start(version, this.bench.directory())) {
			assertThat(systemd.show("stubborn.service", "LoadState")).isEqualTo("not-found");
			assertThat(group).doesNotExist();
		}
	}

	// It ignores the signals that can be ignored.
	private static ProcFs startStubborn(Systemd systemd) {
		systemd.unit("stubborn.service", """
				[Service]
				ExecStart=/bin/sh -c 'trap "" TERM HUP INT; while :; do sleep 1000; done'
				""");
		assertThat(systemd.systemctl("start", "stubborn.service").status()).isZero();
		assertThat(systemd.show("stubborn.service", "ActiveState")).isEqualTo("active");
		ProcFs process = systemd.mainProcess("stubborn.service");
		assertThat(process.text("cgroup")).contains("/system.slice/stubborn.service");
		return process;
	}

	// The group that systemd has been given, above the group of the service
	private static Path group(ProcFs process) throws IOException {
		String name = process.text("cgroup")
			.lines()
			.filter((line) -> line.startsWith("0::"))
			.map((line) -> line.replaceAll("0::(.*)/system.slice/.*", "$1"))
			.findFirst()
			.orElseThrow();
		try (Stream<String> mounts = Files.lines(Path.of("/proc/self/mounts"))) {
			Optional<String> hierarchy = mounts.filter((mount) -> mount.contains(" cgroup2 "))
				.map((mount) -> mount.split(" ")[1])
				.findFirst();
			assumeTrue(hierarchy.isPresent(), "cgroup2 is not mounted");
			return Path.of(hierarchy.orElseThrow() + name);
		}
	}

}
