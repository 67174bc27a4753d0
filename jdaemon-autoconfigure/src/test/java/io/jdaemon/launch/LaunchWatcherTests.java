package io.jdaemon.launch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.jdaemon.KernelTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@code watch.sh} where the kernel refuses every fork(2) of it, or of its
 * clock: the limit on the processes of its user is exhausted, see RLIMIT_NPROC in
 * getrlimit(2).
 */
@KernelTest
class LaunchWatcherTests {

	// The limit does not hold for root. No process of this machine runs as this user.
	private static final String USER = "64999";

	// The process under test is a group of its own, because it ends with a kill of it.
	private static final String PARENT = """
			umask 0
			export launcher=$$
			mkfifo ready
			setsid sh -c "$daemon_script" >ready &
			export daemon=$!
			prlimit --nproc="$most_processes" setsid sh -c "$watch" <ready 2>err 3>status 4>log 5>&4
			kill -KILL "-$daemon" 2>/dev/null
			read -r code <status
			exit "$code"
			""";

	@TempDir
	private Path directory;

	private Process parent;

	@BeforeEach
	void openDirectory() throws Exception {
		Files.setPosixFilePermissions(this.directory, PosixFilePermissions.fromString("rwxrwxrwx"));
	}

	@AfterEach
	void endProcesses() {
		this.parent.descendants().forEach(ProcessHandle::destroyForcibly);
		this.parent.destroyForcibly();
	}

	@Test
	void watchWithoutForkEndsTheStartAtItsTimeout() throws Exception {
		assertThat(watch("exec sleep 1000", 1)).isEqualTo(124);
		assertThat(this.directory.resolve("err")).content()
			.contains("orders was not ready within 1 s (jdaemon.startup-timeout) and was terminated");
	}

	@Test
	void watchWithoutForkKillsDaemonThatIgnoresTerm() throws Exception {
		assertThat(watch("trap '' TERM; exec sleep 1000", 1)).isEqualTo(124);
	}

	@Test
	void watchWithoutForkReportsReady() throws Exception {
		assertThat(watch("echo ready 0.5; exec sleep 1000", 1)).isZero();
	}

	@Test
	void clockWithoutForkEndsTheStartAtItsTimeout() throws Exception {
		start("exec sleep 1000", 3, "100");
		ProcessHandle clock = await().atMost(20, TimeUnit.SECONDS)
			.until(this::clocks, (found) -> !found.isEmpty())
			.get(0);
		Process limit = new ProcessBuilder(command("prlimit", "--pid=" + clock.pid(), "--nproc=1")).start();
		assertThat(limit.waitFor()).isZero();
		assertThat(status()).isEqualTo(124);
	}

	// A shell whose parent runs the same script
	private List<ProcessHandle> clocks() {
		List<ProcessHandle> shells = this.parent.descendants()
			.filter((process) -> commandLine(process).contains("read_ticks"))
			.toList();
		return shells.stream().filter((shell) -> shell.parent().filter(shells::contains).isPresent()).toList();
	}

	private static String commandLine(ProcessHandle process) {
		try {
			return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"));
		}
		catch (IOException ex) {
			// It has ended.
			return "";
		}
	}

	private static List<String> command(String... words) {
		List<String> command = new ArrayList<>();
		if (System.getProperty("user.name").equals("root")) {
			command.addAll(List.of("setpriv", "--reuid=" + USER, "--regid=" + USER, "--clear-groups"));
		}
		command.addAll(List.of(words));
		return command;
	}

	private int watch(String daemon, int limit) throws Exception {
		start(daemon, limit, "1");
		return status();
	}

	private int status() throws InterruptedException {
		assertThat(this.parent.waitFor(30, TimeUnit.SECONDS)).as("ended").isTrue();
		return this.parent.exitValue();
	}

	private void start(String daemon, int limit, String mostProcesses) throws IOException {
		ProcessBuilder builder = new ProcessBuilder(command("sh", "-c", PARENT)).directory(this.directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(this.directory.resolve("out").toFile());
		Map<String, String> variables = builder.environment();
		try (InputStream script = LaunchWatcher.class.getResourceAsStream("watch.sh")) {
			variables.put("watch", new String(script.readAllBytes(), StandardCharsets.UTF_8));
		}
		variables.putAll(Map.of("daemon_script", daemon, "limit", String.valueOf(limit), "startup_timeout",
				String.valueOf(limit), "grace", "1", "name", "orders", "timed_out", "124", "failed", "1", "output",
				"log"));
		variables.putAll(Map.of("out_start", "0", "err_start", "0", "separate", "false", "quiet", "false", "last_words",
				"", "pid_file", "", "hidden_pid_file", ""));
		variables.put("most_processes", mostProcesses);
		this.parent = builder.start();
	}

}
