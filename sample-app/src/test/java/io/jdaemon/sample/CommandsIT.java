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

import static io.jdaemon.sample.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * The verbs, each against what an operator may find: one sentence, the right status, and
 * no harm to anybody else.
 */
@EachJdk
class CommandsIT {

	private static final int NOBODY = 65534;

	private static final int TIMES = Integer.getInteger("jdaemon.start-stop", 4);

	@RegisterExtension
	final Workbench bench = new Workbench();

	private final Jdk jdk;

	CommandsIT(Jdk jdk) {
		this.jdk = jdk;
	}

	@Test
	void commandsFollowInstanceThroughItsLife() {
		SampleDaemon sample = sample();
		assertThat(sample.command("status")).isEqualTo(result(3, "sample-app is not running"));
		Launch.Result started = sample.command("start");
		assertThat(started.status()).as(started.toString()).isZero();
		long pid = sample.daemon().pid();
		assertThat(started.out()).matches("Started sample-app \\(pid " + pid + "\\) in .*\n");
		assertResult(sample.command("status"), 0, "sample-app is running \\(pid " + pid + ", up .*\\)");
		assertThat(sample.command("start").status()).isEqualTo(75);
		assertResult(sample.command("restart"), 0, "Restarted sample-app \\(pid " + pid + ", restart 1\\) in .* s");
		assertResult(sample.command("status"), 0, "sample-app is running \\(pid " + pid + ", up .*, restart 1\\)");
		assertResult(sample.command("status", "--jdaemon.output=json"), 0,
				"\\{\"name\":\"sample-app\",\"running\":true," + "\"pid\":" + pid
						+ ",\"state\":\"ready\",\"generation\":1,\"startedAt\":\".*Z\",\"imageStartedAt\":\".*Z\","
						+ "\"uptimeSeconds\":\\d+,\"mode\":\"daemon\",\"pidFile\":\"sample-app.pid\",\"lastRestart\":"
						+ "\\{\"requestedBy\":\"SIGUSR1\",\"at\":\".*Z\",\"outcome\":\"completed\"\\}\\}");
		assertResult(sample.command("reopen"), 0, "Reopened the output files of sample-app \\(pid " + pid + "\\)");
		assertThat(sample.command("status", "--jdaemon.quiet=true")).isEqualTo(new Launch.Result(0, "", ""));
		assertResult(sample.command("stop"), 0, "Stopped sample-app \\(pid " + pid + "\\) in .* s");
		assertNothingLeft(sample);
		assertThat(sample.command("stop")).isEqualTo(result(0, "sample-app is not running"));
	}

	@Test
	void commandsWhenNothingRunsHarmNobody() throws IOException {
		SampleDaemon sample = sample();
		Process innocent = this.bench.process("sleep", "1000");
		assertNothingRuns(sample, result(3, "sample-app is not running"));
		sample.assertNothingVisible();
		String dead = "sample-app is not running, but its PID file sample-app.pid is there";
		for (String content : List.of("999999999\n", "garbage", "", innocent.pid() + "\n")) {
			Files.writeString(sample.pidFile(), content);
			assertNothingRuns(sample,
					result(1, dead + (content.endsWith("\n") ? " (pid " + content.strip() + ")" : "")));
			assertThat(sample.pidFile()).hasContent(content);
			assertThat(innocent.isAlive()).isTrue();
		}
		assertThat(sample.command("start").status()).isZero();
		assertThat(sample.command("stop").status()).isZero();
		assertThat(innocent.isAlive()).isTrue();
		sample.assertNothingVisible();
	}

	private static void assertNothingRuns(SampleDaemon sample, Launch.Result status) {
		assertThat(sample.command("status")).isEqualTo(status);
		assertThat(sample.command("stop", "--jdaemon.force=true")).isEqualTo(result(0, "sample-app is not running"));
		assertThat(sample.command("restart")).isEqualTo(failure(7, "sample-app is not running"));
		assertThat(sample.command("reopen")).isEqualTo(failure(7, "sample-app is not running"));
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
		assertNothingLeft(sample);
	}

	@Test
	void stopOfSuspendedDaemonTakesForce() {
		SampleDaemon sample = sample().arguments("--jdaemon.stop-timeout=1s");
		ProcFs daemon = sample.started();
		Signal.STOP.send(daemon.pid());
		assertResult(sample.command("status"), 0, "sample-app is running .*");
		assertThat(sample.command("stop")).isEqualTo(failure(124, "sample-app (pid " + daemon.pid()
				+ ") is still there after 6 s, suspended by a signal; use --jdaemon.force=true to kill it"));
		assertThat(daemon.alive()).isTrue();
		assertThat(sample.command("stop", "--jdaemon.force=true"))
			.isEqualTo(result(0, "Killed sample-app (pid " + daemon.pid() + "), which was still there after 6 s"));
		assertNothingLeft(sample);
	}

	@Test
	void commandsWhileStarting() {
		SampleDaemon sample = sample().arguments("--fault.hangs=true");
		Launch launch = sample.begin();
		patiently().until(() -> Files.exists(sample.pidFile()));
		long pid = sample.daemon().pid();
		assertResult(sample.command("status"), 0, "sample-app is starting \\(pid " + pid + ", up .*\\)");
		assertThat(sample.command("start").status()).isEqualTo(75);
		assertResult(sample.command("stop"), 0, "Stopped sample-app \\(pid " + pid + "\\) in .* s");
		assertThat(launch.result().status()).isNotZero();
		assertNothingLeft(sample);
	}

	@Test
	void stopBeforePidIsKnownStopsAllTheSame() {
		SampleDaemon sample = sample().arguments("--fault.hangs=true");
		Launch launch = sample.begin();
		patiently().until(() -> Files.exists(sample.lockFile()));
		Launch.Result stopped = sample.command("stop");
		assertResult(stopped, 0, "Stopped sample-app \\(pid \\d+\\) in .* s");
		assertThat(launch.result().status()).isNotZero();
		assertNothingLeft(sample);
	}

	@Test
	void restartWhileStartingFollowsOnceReady() {
		SampleDaemon sample = sample();
		Launch launch = sample.begin();
		patiently().until(() -> Files.exists(sample.pidFile()));
		assertResult(sample.command("restart"), 0, "Restarted sample-app \\(pid \\d+, restart 1\\) in .* s");
		assertThat(launch.result().status()).isZero();
		assertThat(sample.command("stop").status()).isZero();
	}

	@Test
	void commandsWhileRestarting() throws IOException {
		SampleDaemon sample = sample().arguments("--fault.waits-at-end=true");
		ProcFs daemon = sample.started();
		Signal.USR1.send(daemon.pid());
		sample.log().await("The end waits on purpose");
		assertResult(sample.command("status"), 0, "sample-app is restarting \\(pid " + daemon.pid() + ", up .*\\)");
		Launch restart = sample.beginCommand("restart");
		sample.log().await("while restarting: merged");
		goOn(sample);
		assertResult(restart.result(), 0, "Restarted sample-app \\(pid " + daemon.pid() + ", restart 1\\) in .* s");
		Files.delete(sample.directory().resolve("go-on"));
		Signal.USR1.send(daemon.pid());
		sample.log().await("The end waits on purpose", 2);
		Launch stop = sample.beginCommand("stop");
		sample.log().await("in place of the restart");
		goOn(sample);
		assertResult(stop.result(), 0, "Stopped sample-app \\(pid " + daemon.pid() + "\\) in .* s");
		assertNothingLeft(sample);
	}

	@Test
	void commandsWhileStopping() throws IOException {
		SampleDaemon sample = sample().arguments("--fault.waits-at-end=true");
		ProcFs daemon = sample.started();
		Launch stop = sample.beginCommand("stop");
		sample.log().await("The end waits on purpose");
		assertResult(sample.command("status"), 0, "sample-app is stopping \\(pid " + daemon.pid() + ", up .*\\)");
		assertThat(sample.command("restart"))
			.isEqualTo(failure(7, "sample-app (pid " + daemon.pid() + ") is stopping"));
		assertThat(sample.command("start").status()).isEqualTo(75);
		Launch again = sample.beginCommand("stop");
		goOn(sample);
		assertResult(stop.result(), 0, "Stopped sample-app \\(pid " + daemon.pid() + "\\) in .* s");
		assertResult(again.result(), 0, "(Stopped sample-app .*|sample-app is not running)");
		assertNothingLeft(sample);
	}

	private static void goOn(SampleDaemon sample) throws IOException {
		Files.createFile(sample.directory().resolve("go-on"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "sample-app.log", "/dev/null" })
	void restartWhenNewImageFailsTellsItsWords(String output) throws IOException {
		SampleDaemon sample = sample().arguments("--jdaemon.out=" + output, "--jdaemon.err=" + output);
		assertThat(sample.command("start").status()).isZero();
		ProcFs daemon = sample.daemon();
		Files.writeString(sample.directory().resolve("fault.properties"), "fault.throws=true\n");
		Launch.Result result = sample.command("restart");
		assertThat(result.status()).as(result.toString()).isEqualTo(1);
		assertThat(result.out()).isEmpty();
		assertThat(result.err()).contains("The bean fails on purpose")
			.endsWith("sample-app failed to restart: it ended before it was ready (pid " + daemon.pid() + ", output "
					+ output + ")\n");
		assertNothingLeft(sample);
	}

	@Test
	void restartWhenOutputIsDiscardedLeaksNothing() {
		SampleDaemon sample = sample().arguments("--jdaemon.out=/dev/null", "--jdaemon.err=/dev/null");
		assertThat(sample.command("start").status()).isZero();
		assertThat(sample.command("restart").status()).isZero();
		ProcFs daemon = sample.daemon();
		Possessions before = Possessions.of(daemon, this.bench.directory());
		assertThat(daemon.descriptors()).containsEntry(1, "/dev/null").containsEntry(2, "/dev/null");
		for (int i = 0; i < 2; i++) {
			assertThat(sample.command("restart").status()).isZero();
		}
		assertThat(daemon.descriptors()).containsEntry(1, "/dev/null").containsEntry(2, "/dev/null");
		assertThat(Possessions.of(daemon, this.bench.directory()).descriptors()).isEqualTo(before.descriptors());
		assertThat(sample.command("stop").status()).isZero();
	}

	@Test
	void restartWhenRefusedTellsReason() throws IOException {
		Path jar = FastJar.tiny(this.jdk).copy(this.bench.directory());
		SampleDaemon sample = sample().jar(jar);
		ProcFs daemon = sample.started();
		Files.delete(jar);
		// Of the same settings, and still there
		SampleDaemon operator = sample();
		String reason = "The jar " + jar + " is missing.";
		assertThat(operator.command("restart"))
			.isEqualTo(failure(1, "sample-app (pid " + daemon.pid() + ") goes on without a restart: " + reason));
		assertResult(operator.command("status"), 0, "sample-app is running \\(pid " + daemon.pid()
				+ ", up .*\\), last restart refused: The jar .* is missing\\.");
		assertThat(operator.command("stop").status()).isZero();
	}

	@Test
	void commandsOfTwoInstancesDoNotMeet() {
		SampleDaemon one = sample().arguments("--jdaemon.pid-file=one.pid");
		SampleDaemon other = sample().arguments("--jdaemon.pid-file=other.pid");
		assertThat(one.command("start").status()).isZero();
		assertThat(other.command("status").status()).isEqualTo(3);
		assertThat(other.command("start").status()).isZero();
		assertThat(one.command("stop").status()).isZero();
		assertThat(one.command("status").status()).isEqualTo(3);
		assertThat(other.command("status").status()).isZero();
		assertThat(other.command("stop").status()).isZero();
		assertNothingLeft(one);
	}

	@Test
	void commandsForForegroundProcess() {
		SampleDaemon sample = sample().foreground();
		Launch launch = sample.begin();
		launch.awaitOutput(SampleDaemon.READY);
		assertThat(sample.command("status", "--jdaemon.output=json").out()).contains("\"mode\":\"foreground\"");
		// It has no handler for HUP, which would end it
		Launch.Result reopened = sample.command("reopen");
		assertThat(reopened.status()).isEqualTo(2);
		assertThat(reopened.err()).contains("acts on no signal that would do it").contains("jdaemon.signals");
		assertResult(sample.command("restart"), 0,
				"Restarted sample-app \\(pid " + launch.pid() + ", restart 1\\) in .* s");
		assertResult(sample.command("stop"), 0, "Stopped sample-app \\(pid " + launch.pid() + "\\) in .* s");
		assertThat(launch.result().status()).isZero();
		assertNothingLeft(sample);
	}

	@Test
	void commandsOfAnotherUserAreNotPermitted() throws IOException {
		assumeThat(Path.of("/proc/self"))
			.satisfies((self) -> assertThat(Files.getOwner(self).getName()).isEqualTo("root"));
		SampleDaemon sample = sample();
		ProcFs daemon = sample.started();
		Files.setPosixFilePermissions(sample.directory(), PosixFilePermissions.fromString("rwxr-xr-x"));
		SampleDaemon stranger = sample().user(NOBODY);
		assumeThat(this.bench
			.process("setpriv", "--reuid=" + NOBODY, "--clear-groups", "test", "-r",
					FastJar.tiny(this.jdk).jar().toString())
			.onExit()
			.join()
			.exitValue()).isZero();
		assertThat(stranger.command("status"))
			.isEqualTo(result(0, "sample-app is running (pid " + daemon.pid() + ") as another user, root"));
		for (String command : List.of("stop", "restart", "reopen")) {
			assertThat(stranger.command(command)).isEqualTo(
					failure(4, "sample-app (pid " + daemon.pid() + ") runs as another user, root, and is left alone"));
		}
		assertResult(sample.command("status"), 0, "sample-app is running .*");
		assertThat(sample.command("stop").status()).isZero();
	}

	@Test
	void commandIsAProperty() {
		SampleDaemon sample = sample();
		assertThat(sample.begin().result().status()).isZero();
		assertResult(sample().arguments("--jdaemon.command=status").start(), 0, "sample-app is running .*");
		assertResult(sample().arguments("--jdaemon.command=status").command("stop"), 0, "Stopped sample-app .*");
		assertNothingLeft(sample);
	}

	@Test
	void argumentIsTheApplicationsWhereSwitchedOff() {
		SampleDaemon sample = sample().arguments("--jdaemon.positional-commands=false");
		Launch.Result result = sample.command("status");
		assertThat(result.out()).startsWith("Started sample-app ");
		assertThat(sample.daemon().commandLine()).contains("status");
		assertThat(sample.command("--jdaemon.command=stop").status()).isZero();
	}

	@Test
	void startDetachesWhateverTheMode() {
		SampleDaemon sample = sample().arguments("--jdaemon.mode=off");
		assertThat(sample.command("start").out()).startsWith("Started sample-app ");
		assertResult(sample.command("stop"), 0, "Stopped sample-app .*");
		assertNothingLeft(sample);
	}

	@ParameterizedTest
	@ValueSource(strings = { "--jdaemon.signals.FOO=stop", "--jdaemon.mode=sometimes", "--jdaemon.force=perhaps",
			"--jdaemon.output=xml", "--jdaemon.command=dance", "--jdaemon.pid-file=" })
	void commandWithWrongSettingIsRefusedInOneLine(String setting) {
		// Where no launcher would answer
		SampleDaemon sample = sample().environment("SUPERVISOR_ENABLED", "1").arguments(setting);
		for (Launch.Result result : List.of(sample.command("status"), sample.command("--jdaemon.command=status"))) {
			assertThat(result.status()).as(result.toString()).isEqualTo(2);
			assertThat(result.out()).isEmpty();
			assertThat(result.errLines()).singleElement().asString().contains(setting.split("[-=]")[2]);
		}
	}

	private SampleDaemon sample() {
		return this.bench.sample(this.jdk).tiny();
	}

	private void assertNothingLeft(SampleDaemon sample) {
		assertThat(this.bench.processes()).isEmpty();
		sample.assertNothingVisible();
	}

	private static void assertResult(Launch.Result result, int status, String line) {
		assertThat(result.err()).isEmpty();
		assertThat(result.out()).matches(line + "\n");
		assertThat(result.status()).isEqualTo(status);
	}

	private static Launch.Result result(int status, String line) {
		return new Launch.Result(status, line + "\n", "");
	}

	private static Launch.Result failure(int status, String line) {
		return new Launch.Result(status, "", line + "\n");
	}

}
