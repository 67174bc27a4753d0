package io.jdaemon.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.jdaemon.sample.Launch.Result.failed;
import static io.jdaemon.sample.Launch.Result.printed;
import static io.jdaemon.sample.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * The commands, in each state that an operator may find an instance in: they print one
 * sentence, return the right status and harm no other process.
 */
@EachJdk
class CommandsIT {

	private static final int NOBODY = 65534;

	private static final int TIMES = Integer.getInteger("jdaemon.start-stop", 6);

	@RegisterExtension
	final Workbench bench = new Workbench();

	private final Jdk jdk;

	CommandsIT(Jdk jdk) {
		this.jdk = jdk;
	}

	@Test
	void commandsFollowInstanceThroughItsLife() {
		SampleDaemon sample = sample();
		assertThat(sample.command("status").alone()).isEqualTo(printed(3, notRunning(sample)));
		Launch.Result started = sample.command("start");
		assertThat(started.status()).as(started.toString()).isZero();
		long pid = sample.daemon().pid();
		assertThat(started.out()).matches("Started sample-app \\(pid " + pid + "\\) in .*\n");
		sample.command("status").assertStatus("sample-app is running \\(pid " + pid + ", up .*\\)");
		sample.command("start", "--jdaemon.output=json")
			.assertPrinted(75,
					"\\{\"command\":\"start\",\"exitStatus\":75,\"message\":\"sample-app is already running .*\"\\}");
		sample.command("restart").assertPrinted(0, "Restarted sample-app \\(pid " + pid + ", restart 1\\) in .* s");
		sample.command("status").assertStatus("sample-app is running \\(pid " + pid + ", up .*, restart 1\\)");
		sample.command("status", "--jdaemon.output=json")
			.assertPrinted(0, "\\{\"name\":\"sample-app\",\"running\":true,\"state\":\"ready\",\"pid\":" + pid
					+ ",\"pidFile\":\"/.*/sample-app.pid\",\"generation\":1,\"mode\":\"daemon\",\"daemonStartedAt\":\".*Z\","
					+ "\"imageStartedAt\":\".*Z\",\"outputs\":\\{\"out\":\"/.*\",\"err\":\"/.*\"\\},"
					+ "\"restart\":\\{\"strategy\":\"exec\",\"rehearsal\":\"none\",\"warm\":false\\},\"lastRestart\":"
					+ "\\{\"at\":\".*Z\",\"duration\":\"PT.*S\",\"strategy\":\"exec\",\"requestedBy\":"
					+ "\\{\"kind\":\"command\",\"signal\":\"SIGUSR1\",\"user\":\".+\",\"pid\":\\d+\\},\"outcome\":\"completed\"\\},"
					+ "\"uptimeSeconds\":\\d+,\"draining\":\\[\\]\\}");
		sample.command("reopen", "--jdaemon.output=json")
			.assertPrinted(0, "\\{\"command\":\"reopen\",\"exitStatus\":0,\"message\":"
					+ "\"Reopened the output files of sample-app \\(pid " + pid + "\\)\"\\}");
		assertThat(sample.command("status", "--jdaemon.quiet=true")).isEqualTo(new Launch.Result(0, "", ""));
		sample.command("stop").assertPrinted(0, "Stopped sample-app \\(pid " + pid + "\\) in .* s");
		this.bench.assertNothingLeft(sample);
		assertThat(sample.command("stop").alone()).isEqualTo(printed(0, notRunning(sample)));
	}

	@Test
	void commandsWhenNothingRunsHarmNoProcess() throws IOException {
		SampleDaemon sample = sample();
		Process innocent = this.bench.process("sleep", "1000");
		assertNothingRuns(sample, printed(3, notRunning(sample)));
		sample.assertNothingVisible();
		assertNothingRuns(sample, innocent.pid() + "\n");
		assertThat(innocent.isAlive()).isTrue();
		assertThat(sample.command("start").status()).isZero();
		assertThat(sample.command("stop").status()).isZero();
		assertThat(innocent.isAlive()).isTrue();
		sample.assertNothingVisible();
	}

	@Thorough
	@ParameterizedTest
	@ValueSource(strings = { "999999999\n", "garbage", "" })
	void commandsOverStaleFileHarmNoProcess(String content) throws IOException {
		Process innocent = this.bench.process("sleep", "1000");
		assertNothingRuns(sample(), content);
		assertThat(innocent.isAlive()).isTrue();
	}

	private static void assertNothingRuns(SampleDaemon sample, String content) throws IOException {
		Files.writeString(sample.pidFile(), content);
		assertNothingRuns(sample, printed(1, "sample-app is not running, but its PID file sample-app.pid is there"
				+ (content.endsWith("\n") ? " (pid " + content.strip() + ")" : "")));
	}

	private static void assertNothingRuns(SampleDaemon sample, Launch.Result status) {
		assertThat(sample.command("status").alone()).isEqualTo(status);
		assertThat(sample.command("restart").alone()).isEqualTo(failed(7, notRunning(sample)));
		assertThat(sample.command("reopen").alone()).isEqualTo(failed(7, notRunning(sample)));
		Launch.Result stop = sample.command("stop", "--jdaemon.force=true").alone();
		assertThat(stop).isIn(printed(0, notRunning(sample)), printed(0,
				status.out()
					.strip()
					.replace(", but its PID file sample-app.pid is there", "; its stale PID file sample-app.pid")
						+ " was removed"));
	}

	@Test
	void startAndStopBackToBackNeverFail() {
		SampleDaemon sample = sample();
		for (int i = 0; i < TIMES; i++) {
			Launch.Result started = sample.command("start");
			assertThat(started.status()).as(i + ": " + started).isZero();
			Launch.Result stopped = sample.command("stop");
			assertThat(stopped.status()).as(i + ": " + stopped).isZero();
		}
		this.bench.assertNothingLeft(sample);
	}

	@Test
	void stopOfSuspendedDaemonTakesForce() {
		SampleDaemon sample = sample().arguments("--jdaemon.stop-timeout=1s");
		ProcFs daemon = sample.started();
		Signal.STOP.send(daemon.pid());
		sample.command("status").assertStatus("sample-app is running .*");
		assertThat(sample.command("stop")).isEqualTo(failed(124, "sample-app (pid " + daemon.pid()
				+ ") is still there after 6 s, suspended by a signal; use --jdaemon.force=true to kill it"));
		assertThat(daemon.alive()).isTrue();
		assertThat(sample.command("force-stop"))
			.isEqualTo(printed(0, "Killed sample-app (pid " + daemon.pid() + "), which was still there after 6 s"));
		this.bench.assertNothingLeft(sample);
	}

	@Test
	void commandsOfTwoInstancesAreIndependent() {
		SampleDaemon one = sample().arguments("--jdaemon.pid-file=one.pid");
		SampleDaemon other = sample().arguments("--jdaemon.pid-file=other.pid");
		assertThat(one.command("start").status()).isZero();
		assertThat(other.command("status").status()).isEqualTo(3);
		assertThat(other.command("start").status()).isZero();
		assertThat(one.command("stop").status()).isZero();
		assertThat(one.command("status").status()).isEqualTo(3);
		assertThat(other.command("status").status()).isZero();
		assertThat(other.command("stop").status()).isZero();
		this.bench.assertNothingLeft(one);
	}

	@Test
	void commandsForForegroundProcess() {
		SampleDaemon sample = sample().foreground();
		Launch launch = sample.begin();
		launch.awaitOutput(SampleDaemon.READY);
		assertThat(sample.command("status", "--jdaemon.output=json").out()).contains("\"mode\":\"foreground\"");
		// It has no handler for HUP, so that the signal would end it.
		Launch.Result reopened = sample.command("reopen");
		assertThat(reopened.status()).isEqualTo(2);
		assertThat(reopened.err()).contains("has no signal mapped to reopen").contains("jdaemon.signals");
		sample.command("restart")
			.assertPrinted(0, "Restarted sample-app \\(pid " + launch.pid() + ", restart 1\\) in .* s");
		sample.command("stop").assertPrinted(0, "Stopped sample-app \\(pid " + launch.pid() + "\\) in .* s");
		assertThat(launch.result().status()).isZero();
		this.bench.assertNothingLeft(sample);
	}

	@Test
	void commandsOnInstanceOfAnotherUserAreNotPermitted() throws IOException {
		assumeThat(Path.of("/proc/self"))
			.satisfies((self) -> assertThat(Files.getOwner(self).getName()).isEqualTo("root"));
		SampleDaemon sample = sample();
		ProcFs daemon = sample.started();
		Files.setPosixFilePermissions(sample.directory(), PosixFilePermissions.fromString("rwxr-xr-x"));
		SampleDaemon otherUser = sample().user(NOBODY);
		assumeThat(this.bench
			.process("setpriv", "--reuid=" + NOBODY, "--clear-groups", "test", "-r",
					FastJar.tiny(this.jdk).jar().toString())
			.onExit()
			.join()
			.exitValue()).isZero();
		assertThat(otherUser.command("status"))
			.isEqualTo(printed(0, "sample-app is running (pid " + daemon.pid() + ") as another user, root"));
		for (String command : List.of("stop", "restart", "reopen")) {
			assertThat(otherUser.command(command)).isEqualTo(
					failed(4, "sample-app (pid " + daemon.pid() + ") runs as another user, root, and is left alone"));
		}
		sample.command("status").assertStatus("sample-app is running .*");
		assertThat(sample.command("stop").status()).isZero();
	}

	private SampleDaemon sample() {
		return this.bench.sample(this.jdk).tiny();
	}

	@Test
	void commandNamesProcessesOfTheSameJarThatHoldNoPidFile() throws IOException {
		SampleDaemon sample = this.bench.sample(this.jdk).tiny();
		Path elsewhere = Files.createDirectory(this.bench.directory().resolve("elsewhere"));
		SampleDaemon foreground = this.bench.sample(this.jdk, elsewhere).tiny().arguments("--jdaemon.mode=foreground");
		Launch running = foreground.begin();
		patiently().until(() -> sample.command("status")
			.out()
			.contains("; process " + running.pid() + " runs the same jar from the directory " + elsewhere
					+ ", without a PID file"));
		assertThat(sample.command("stop").out()).startsWith(notRunning(sample)).contains("; process " + running.pid());
	}

	private static String notRunning(SampleDaemon sample) {
		return "sample-app is not running: no process holds the PID file " + sample.pidFile()
				+ " (the default of jdaemon.pid-file)";
	}

}
