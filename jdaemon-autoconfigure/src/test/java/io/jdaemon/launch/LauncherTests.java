package io.jdaemon.launch;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.jdaemon.KernelTest;
import io.jdaemon.pidfile.PidFile;
import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixOverrides;
import io.jdaemon.process.ProcessIdentity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link Launcher} and its {@link LaunchWatcher}: in a process of its own, with
 * a shell script in place of the application.
 */
@KernelTest
class LauncherTests {

	private static final Duration LONG = Duration.ofMinutes(1);

	private final Posix posix = PosixOverrides.real();

	@TempDir
	private Path directory;

	private Path pidFile;

	private Path output;

	private Path out;

	private Path err;

	private Process launcher;

	@BeforeEach
	void nameFiles() {
		this.pidFile = this.directory.resolve("orders.pid");
		this.output = this.directory.resolve("orders.log");
		this.out = this.directory.resolve("launcher.out");
		this.err = this.directory.resolve("launcher.err");
	}

	@AfterEach
	void endProcesses() {
		ProcessHandle.allProcesses()
			.filter((process) -> environment(process).contains(this.directory.toString()))
			.forEach(ProcessHandle::destroyForcibly);
	}

	@Test
	void launchWhenReadyPrintsPidAndReturnsDone() throws Exception {
		assertThat(launch("echo ready 2.9 >&3; exec sleep 1000", LONG)).isZero();
		Matcher line = Pattern
			.compile("Started orders \\(pid (\\d+)\\) in 2.9 s; output " + this.output + ", pid file " + this.pidFile
					+ "\n")
			.matcher(Files.readString(this.out));
		assertThat(line.matches()).as(Files.readString(this.out)).isTrue();
		assertThat(ProcessHandle.of(Long.parseLong(line.group(1)))).hasValueSatisfying(ProcessHandle::destroyForcibly);
		assertThat(this.err).isEmptyFile();
	}

	@Test
	void launchPassesOnPipeLockAndOutput() throws Exception {
		Files.writeString(this.output, "before\n");
		launch("echo $_JDAEMON; readlink /proc/$$/fd/4; exit 7", LONG);
		assertThat(Files.readString(this.output))
			.matches("before\nto=pipe:\\[\\d+\\] detached=true generation=0 started=\\d+ ready=3 pidfile=4\n"
					+ this.directory + "/\\.orders\\.pid\\.lock\n");
	}

	@Test
	void waitingLauncherIsSmallAndHasNoPortOpen() throws Exception {
		int port;
		try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			port = free.getLocalPort();
		}
		start("exec sleep 1000", LONG,
				"-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:" + port);
		awaitShell();
		new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
		Matcher memory = Pattern.compile("VmRSS:\\s+(\\d+) kB")
			.matcher(Files.readString(Path.of("/proc/" + this.launcher.pid() + "/status")));
		assertThat(memory.find()).isTrue();
		assertThat(Integer.parseInt(memory.group(1))).isLessThan(8 * 1024);
		// The daemon was stopped until the launcher's JVM was gone.
		Path daemon = this.launcher.children()
			.filter((child) -> environment(child).contains("_JDAEMON="))
			.map((child) -> Path.of("/proc/" + child.pid() + "/stat"))
			.findFirst()
			.orElseThrow();
		await().until(() -> Files.readString(daemon).contains(" S "));
	}

	@Test
	void launchWhenApplicationFailsPrintsItsOutputAndReturnsItsStatus() throws Exception {
		Files.writeString(this.output, "before\n");
		assertThat(launch("echo no database; exit 7", LONG)).isEqualTo(7);
		assertThat(Files.readString(this.err))
			.matches("no database\norders failed to start: it exited with status 7 \\(pid \\d+, output " + this.output
					+ "\\)\n");
		assertThat(this.out).isEmptyFile();
		assertNothingLeft();
	}

	@Test
	void launchWhenApplicationFailsRepeatsTheCauseAfterLongOutput() throws Exception {
		String trace = "echo 'Caused by: java.io.IOException: no database';"
				+ " for i in 1 2 3 4 5 6 7 8 9 10; do echo '	at a.B.c(B.java:1)'; done; exit 7";
		assertThat(launch(trace, LONG)).isEqualTo(7);
		assertThat(Files.readAllLines(this.err)).hasSize(13)
			.element(11)
			.isEqualTo("Caused by: java.io.IOException: no database");
	}

	@Test
	void launchWhenApplicationRanReportsItsEndAndLeavesItsChildren() throws Exception {
		assertThat(launch("echo ran >&3; exec 3>&-; sleep 1000 & echo $!; exit 0", LONG)).isZero();
		assertThat(this.out).content()
			.matches("orders \\(pid \\d+\\) ran and ended with status 0; output " + this.output + "\n");
		assertThat(this.err).isEmptyFile();
		assertThat(this.pidFile).doesNotExist();
		long child = Long.parseLong(Files.readString(this.output).strip());
		assertThat(ProcessIdentity.of(child)).hasValueSatisfying((process) -> assertThat(process.alive()).isTrue());
	}

	@Test
	void launchWhenApplicationRanAndFailedReturnsItsStatus() throws Exception {
		assertThat(launch("echo ran >&3; exit 7", LONG)).isEqualTo(7);
		assertThat(this.err).content().startsWith("orders ran and ended with status 7 (pid ");
		assertNothingLeft();
	}

	@Test
	void launchWhenApplicationIsStoppedNamesTheSignal() throws Exception {
		assertThat(launch("echo stopped SIGTERM >&3; exit 0", LONG)).isEqualTo(1);
		assertThat(this.err).content().startsWith("orders was stopped by SIGTERM while it was starting (pid ");
		assertNothingLeft();
	}

	@Test
	void launchWhenApplicationExitsWithZeroBeforeReadyReturnsFailed() throws Exception {
		assertThat(launch("exit 0", LONG)).isEqualTo(1);
		assertNothingLeft();
	}

	@Test
	void launchWhenApplicationIsKilledReportsSignal() throws Exception {
		assertThat(launch("kill -KILL $$", LONG)).isEqualTo(137);
		assertThat(this.err).content().contains("it was killed by signal 9");
		assertNothingLeft();
	}

	@Test
	void launchWhenNotReadyInTimeTerminatesTheStart() throws Exception {
		assertThat(launch("exec sleep 1000", Duration.ofMillis(1))).isEqualTo(124);
		assertThat(this.err).content()
			.contains("orders was not ready within 0 s (jdaemon.startup-timeout) and was terminated");
		assertNothingLeft();
	}

	@Test
	void launchWhenDaemonIgnoresTermKillsIt() throws Exception {
		start("trap 'echo asked' TERM; echo trapped; while :; do sleep 1000 & wait; done", LONG);
		await().until(() -> Files.exists(this.output) && Files.readString(this.output).equals("trapped\n"));
		awaitShell();
		this.launcher.destroy();
		await().until(() -> Files.readString(this.output).equals("trapped\nasked\n"));
		// The second signal kills the daemon without waiting for it to act on the first.
		this.launcher.destroy();
		assertThat(this.launcher.waitFor(20, TimeUnit.SECONDS)).isTrue();
		assertThat(this.launcher.exitValue()).isEqualTo(143);
		assertThat(this.err).content().contains("The start of orders was interrupted by signal 15 and was terminated");
		assertNothingLeft();
	}

	@Test
	void launchWhenLauncherIsKilledTerminatesTheStart() throws Exception {
		start("exec sleep 1000", LONG);
		awaitShell();
		this.launcher.destroyForcibly();
		assertThat(this.launcher.waitFor()).isEqualTo(137);
		await().untilAsserted(() -> assertThat(this.err).content()
			.contains("The launcher of orders was killed; the start was terminated"));
		assertNothingLeft();
	}

	@Test
	void launchWhenInterruptedBeforeTheShellTerminatesTheStart() throws Exception {
		start("exec sleep 1000", LONG, "-Dinterrupted=true");
		assertThat(this.launcher.waitFor(1, TimeUnit.MINUTES)).isTrue();
		assertThat(this.launcher.exitValue()).isEqualTo(128 + 2);
		assertThat(this.err).hasContent("The start of orders was interrupted by signal 2 and was terminated");
		assertNothingLeft();
	}

	@Test
	void launchWhenOutputIsDiscardedPrintsItNevertheless() throws Exception {
		this.output = Path.of("/dev/null");
		assertThat(launch("echo no database >&2; exit 7", LONG)).isEqualTo(7);
		assertThat(this.err).content().startsWith("no database\n");
	}

	@Test
	void launchInJsonWhenReadyPrintsOneObject() throws Exception {
		this.output = this.directory.resolve("my \"out\".log");
		start("echo ready 2.9 >&3; exec sleep 1000", LONG, "-Djson=true");
		assertThat(this.launcher.waitFor()).isZero();
		assertThat(this.out).content()
			.matches("\\{\"exitStatus\":0,\"message\":\"Started orders \\(pid (\\d+)\\) in 2\\.9 s; output "
					+ this.directory + "/my \\\\\"out\\\\\"\\.log, pid file " + this.pidFile + "\",\"pid\":\\1\\}\n");
		assertThat(this.err).isEmptyFile();
	}

	@Test
	void launchInJsonWhenApplicationFailsPrintsAnObjectBesideItsOutput() throws Exception {
		start("echo no database; exit 7", LONG, "-Djson=true");
		assertThat(this.launcher.waitFor()).isEqualTo(7);
		assertThat(this.out).content()
			.matches("\\{\"exitStatus\":7,\"message\":\"orders failed to start: it exited with status 7 \\(pid \\d+, "
					+ "output " + this.output + "\\)\"\\}\n");
		assertThat(this.err).hasContent("no database");
		assertNothingLeft();
	}

	@Test
	void launchInJsonWhenWatcherIsKilledPrintsAnObject() throws Exception {
		start("exec sleep 1000", LONG, "-Djson=true");
		awaitShell();
		this.launcher.children()
			.filter((child) -> !environment(child).contains("_JDAEMON="))
			.forEach(ProcessHandle::destroyForcibly);
		assertThat(this.launcher.waitFor()).isEqualTo(1);
		assertThat(this.out).content()
			.matches("\\{\"exitStatus\":1,\"message\":\"The start of orders was terminated: .* \\(pid \\d+\\)\"\\}\n");
	}

	@Test
	void launchDoesNotPrintWhatTheDaemonPutsIntoItsMessage() throws Exception {
		assertThat(launch("printf 'ready 1\",\\033[2J\\n' >&3; exec sleep 1000", LONG)).isZero();
		assertThat(this.out).content().contains(" in ? s; output ");
	}

	@Test
	void launchWhenPidFileHeldReportsHolder() throws Exception {
		PidFile held = PidFile.claim(this.posix, this.pidFile.toString());
		long pid = ProcessHandle.current().pid();
		held.publish(pid);
		assertThat(launch("echo ready 1 >&3", LONG)).isEqualTo(75);
		assertThat(this.err).content()
			.startsWith("orders is already running (pid " + pid + ", pid file " + this.pidFile + ").");
		assertThat(this.pidFile).hasContent(String.valueOf(pid));
		held.release();
	}

	@Test
	void launchWhenPidFileIsClaimedReportsStartOrStop() throws Exception {
		PidFile held = PidFile.claim(this.posix, this.pidFile.toString());
		assertThat(launch("echo ready 1 >&3", LONG)).isEqualTo(75);
		assertThat(this.err).content().contains("is being started or stopped by another process");
		held.release();
	}

	@Test
	void launchWhenOutputCannotBeOpenedNamesPropertyAndOrigin() throws Exception {
		this.output = this.directory.resolve("missing/orders.log");
		assertThat(launch("echo ready 1 >&3", LONG)).isEqualTo(73);
		assertThat(this.err).content()
			.startsWith("The output file " + this.output
					+ " (jdaemon.out, set in a test) cannot be opened: No such file or directory.");
		assertNothingLeft();
	}

	@Test
	void launchWhenPidFileCannotBeCreatedNamesPropertyAndOrigin() throws Exception {
		this.pidFile = this.directory.resolve("missing/orders.pid");
		assertThat(launch("echo ready 1 >&3", LONG)).isEqualTo(73);
		assertThat(this.err).content()
			.startsWith("The PID file " + this.pidFile
					+ " (jdaemon.pid-file, set in a test) cannot be created: No such file or directory.");
	}

	private int launch(String script, Duration startupTimeout) throws Exception {
		start(script, startupTimeout);
		return this.launcher.waitFor();
	}

	private void start(String script, Duration startupTimeout, String... jvmOptions) throws IOException {
		List<String> command = new ArrayList<>(
				List.of("env", "--default-signal", Path.of(System.getProperty("java.home"), "bin/java").toString(),
						"-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED"));
		command.addAll(List.of(jvmOptions));
		command.addAll(List.of("-cp", System.getProperty("java.class.path"), LauncherProcess.class.getName(), script,
				startupTimeout.toString(), this.output.toString(), this.pidFile.toString()));
		this.launcher = new ProcessBuilder(command).redirectOutput(this.out.toFile())
			.redirectError(this.err.toFile())
			.start();
	}

	// Waits until the launcher has become a shell that handles TERM.
	private void awaitShell() {
		Path process = Path.of("/proc/" + this.launcher.pid());
		await().until(() -> Files.readString(process.resolve("comm")).contains("sh")
				&& Files.readString(process.resolve("status")).matches("(?s).*SigCgt:\t[0-9a-f]{12}[4-7].*"));
	}

	private void assertNothingLeft() {
		assertThat(this.directory).isDirectoryNotContaining((file) -> file.toString().contains("pid"));
		// Processes that were killed with the launcher may take a moment to end.
		await().until(() -> ProcessHandle.allProcesses()
			.map(LauncherTests::environment)
			.noneMatch((environment) -> environment.contains(this.directory.toString())));
	}

	private static String environment(ProcessHandle process) {
		try {
			return Files.readString(Path.of("/proc/" + process.pid() + "/environ"), StandardCharsets.ISO_8859_1);
		}
		catch (IOException ex) {
			return "";
		}
	}

}
