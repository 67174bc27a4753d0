package io.jdaemon.lifecycle;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixException;
import io.jdaemon.posix.PosixOverrides;
import io.jdaemon.process.Image;
import io.jdaemon.process.PidFile;
import io.jdaemon.process.ProcessSignal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link Launcher}, with a shell script in place of the application.
 */
@EnabledOnOs(OS.LINUX)
class LauncherTests {

	private static final Duration LONG = Duration.ofMinutes(1);

	private Posix posix = PosixOverrides.real();

	private final ByteArrayOutputStream out = new ByteArrayOutputStream();

	private final ByteArrayOutputStream err = new ByteArrayOutputStream();

	@TempDir
	private Path directory;

	private Path pidFile;

	private Path output;

	@BeforeEach
	void nameFiles() {
		this.pidFile = this.directory.resolve("orders.pid");
		this.output = this.directory.resolve("orders.log");
	}

	// The launcher's handlers stay: its process is about to exit.
	@AfterEach
	void resetSignals() throws PosixException {
		for (ProcessSignal signal : List.of(ProcessSignal.HUP, ProcessSignal.INT, ProcessSignal.TERM)) {
			this.posix.signal(signal.number(), false);
		}
	}

	@Test
	void launchWhenReadyTellsPidAndReturnsDone() throws Exception {
		int status = launch("echo ready >&3; exec sleep 1000", LONG);
		Matcher line = Pattern
			.compile("Started orders \\(pid (\\d+)\\) in [\\d.]+ s; output " + this.output + ", pid file "
					+ this.pidFile + "\n")
			.matcher(this.out.toString(StandardCharsets.UTF_8));
		assertThat(line.matches()).as(this.out.toString(StandardCharsets.UTF_8)).isTrue();
		int pid = Integer.parseInt(line.group(1));
		this.posix.kill(pid, ProcessSignal.TERM.number());
		this.posix.waitpid(pid);
		assertThat(status).isZero();
		assertThat(this.err.size()).isZero();
	}

	@Test
	void launchHandsOverPipeLockAndOutput() throws Exception {
		Files.writeString(this.output, "before\n");
		launch("echo $_JDAEMON; readlink /proc/$$/fd/4; exit 7", LONG);
		assertThat(Files.readString(this.output))
			.matches("before\nto=pipe:\\[\\d+\\] detached=true generation=0 started=\\d+ ready=3 pidfile=4\n"
					+ this.directory + "/\\.orders\\.pid\\.lock\n");
	}

	@Test
	void launchWhenApplicationFailsReplaysItsWordsAndReturnsItsStatus() throws Exception {
		Files.writeString(this.output, "before\n");
		int status = launch("echo no database; exit 7", LONG);
		assertThat(status).isEqualTo(7);
		assertThat(this.err.toString(StandardCharsets.UTF_8)).startsWith("no database\n")
			.contains("orders failed to start: it ended with status 7 (pid ")
			.endsWith(", output " + this.output + ")\n");
		assertThat(this.out.size()).isZero();
		assertNothingLeft();
	}

	@Test
	void launchWhenApplicationEndsUnreadyWithZeroReturnsFailed() throws Exception {
		assertThat(launch("exit 0", LONG)).isEqualTo(1);
		assertNothingLeft();
	}

	@Test
	void launchWhenApplicationIsKilledNamesSignal() throws Exception {
		assertThat(launch("kill -KILL $$", LONG)).isEqualTo(137);
		assertThat(this.err.toString(StandardCharsets.UTF_8)).contains("it was killed by signal 9");
		assertNothingLeft();
	}

	@Test
	void launchWhenNotReadyInTimeEndsTheStart() throws Exception {
		assertThat(launch("exec sleep 1000", Duration.ofMillis(1))).isEqualTo(124);
		assertThat(this.err.toString(StandardCharsets.UTF_8)).contains("orders was not ready within")
			.contains("jdaemon.startup-timeout");
		assertNothingLeft();
	}

	@Test
	void launchWhenOutputIsDiscardedReplaysItAllTheSame() throws Exception {
		this.output = Path.of("/dev/null");
		assertThat(launch("echo no database >&2; exit 7", LONG)).isEqualTo(7);
		assertThat(this.err.toString(StandardCharsets.UTF_8)).startsWith("no database\n");
	}

	@Test
	void launchWhenPidFileHeldReportsHolder() throws Exception {
		PidFile held = PidFile.claim(this.posix, this.pidFile.toString());
		held.publish(4711);
		assertThatExceptionOfType(StartException.class).isThrownBy(() -> launch("echo ready >&3", LONG))
			.satisfies((ex) -> assertThat(ex.status()).isEqualTo(ExitStatus.ALREADY_RUNNING))
			.withMessage("orders is already running (pid 4711, pid file " + this.pidFile + ").");
		assertThat(this.pidFile).hasContent("4711");
		held.release();
	}

	@Test
	void launchWhenPidFileIsBeingClaimedSaysSo() throws Exception {
		PidFile held = PidFile.claim(this.posix, this.pidFile.toString());
		assertThatExceptionOfType(StartException.class).isThrownBy(() -> launch("echo ready >&3", LONG))
			.satisfies((ex) -> assertThat(ex.status()).isEqualTo(ExitStatus.ALREADY_RUNNING))
			.withMessageContaining("is being started or stopped by another process");
		held.release();
	}

	@Test
	void launchWhenOutputCannotBeOpenedNamesPropertyAndOrigin() {
		this.output = this.directory.resolve("missing/orders.log");
		assertThatExceptionOfType(StartException.class).isThrownBy(() -> launch("echo ready >&3", LONG))
			.satisfies((ex) -> assertThat(ex.status()).isEqualTo(ExitStatus.CANNOT_CREATE))
			.withMessage("The output file " + this.output
					+ " (jdaemon.out, set in a test) cannot be opened: No such file or directory.");
		assertNothingLeft();
	}

	@Test
	void launchWhenPidFileCannotBeCreatedNamesPropertyAndOrigin() {
		this.pidFile = this.directory.resolve("missing/orders.pid");
		assertThatExceptionOfType(StartException.class).isThrownBy(() -> launch("echo ready >&3", LONG))
			.satisfies((ex) -> assertThat(ex.status()).isEqualTo(ExitStatus.CANNOT_CREATE))
			.withMessage("The PID file " + this.pidFile
					+ " (jdaemon.pid-file, set in a test) cannot be created: No such file or directory.");
	}

	@Test
	void launchWhenEndOvertakesReadyReturnsDone() throws Exception {
		this.posix = PosixOverrides.with(new Object() {
			byte[] read(int descriptor, int size) throws PosixException {
				await().until(LauncherTests::endIsKnown);
				return PosixOverrides.real().read(descriptor, size);
			}
		});
		assertThat(launch("echo ready >&3", LONG)).isZero();
	}

	private static boolean endIsKnown() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.noneMatch((thread) -> thread.getName().startsWith("jdaemon-child-"));
	}

	private int launch(String script, Duration startupTimeout) throws StartException {
		Image image = new Image(bytes("/bin/sh"), List.of(bytes("sh"), bytes("-c"), bytes(script)),
				List.of(bytes("PATH=" + System.getenv("PATH"))), bytes("/"));
		Settings settings = new Settings("orders", true, this.output.toString(), this.output.toString(),
				this.pidFile.toString(), startupTimeout, LONG, Map.of(), ProcessAttributes.UNCHANGED,
				(property) -> property + ", set in a test");
		return new Launcher(this.posix, image, settings, Instant.now(), stream(this.out), stream(this.err)).launch();
	}

	private void assertNothingLeft() {
		assertThat(this.directory).isDirectoryNotContaining((file) -> file.toString().contains("pid"));
	}

	private static PrintStream stream(ByteArrayOutputStream target) {
		return new PrintStream(target, true, StandardCharsets.UTF_8);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
