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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/**
 * The verbs, each against what an operator may find: one sentence, the right status, and
 * no harm to anybody else.
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
	void verbsFollowInstanceThroughItsLife() {
		Instance instance = instance();
		assertThat(instance.verb("status")).isEqualTo(answer(3, "sample-app is not running"));
		Launch.Result started = instance.verb("start");
		assertThat(started.status()).as(started.toString()).isZero();
		long pid = instance.daemon().pid();
		assertThat(started.out()).matches("Started sample-app \\(pid " + pid + "\\) in .*\n");
		assertAnswer(instance.verb("status"), 0, "sample-app is running \\(pid " + pid + ", up .*\\)");
		assertThat(instance.verb("start").status()).isEqualTo(75);
		assertAnswer(instance.verb("restart"), 0, "Restarted sample-app \\(pid " + pid + ", restart 1\\) in .* s");
		assertAnswer(instance.verb("status"), 0, "sample-app is running \\(pid " + pid + ", up .*, restart 1\\)");
		assertAnswer(instance.verb("status", "--jdaemon.output=json"), 0,
				"\\{\"name\":\"sample-app\",\"running\":true," + "\"pid\":" + pid
						+ ",\"state\":\"ready\",\"generation\":1,\"startedAt\":\".*Z\",\"imageStartedAt\":\".*Z\","
						+ "\"uptimeSeconds\":\\d+,\"mode\":\"daemon\",\"pidFile\":\"sample-app.pid\",\"lastRestart\":"
						+ "\\{\"requestedBy\":\"SIGUSR1\",\"at\":\".*Z\",\"outcome\":\"completed\"\\}\\}");
		assertAnswer(instance.verb("reopen"), 0, "Reopened the output files of sample-app \\(pid " + pid + "\\)");
		assertThat(instance.verb("status", "--jdaemon.quiet=true")).isEqualTo(new Launch.Result(0, "", ""));
		assertAnswer(instance.verb("stop"), 0, "Stopped sample-app \\(pid " + pid + "\\) in .* s");
		assertNothingLeft(instance);
		assertThat(instance.verb("stop")).isEqualTo(answer(0, "sample-app is not running"));
	}

	@Test
	void verbsWhenNothingRunsHarmNobody() throws IOException {
		Instance instance = instance();
		Process innocent = this.bench.process("sleep", "1000");
		assertNothingRuns(instance, answer(3, "sample-app is not running"));
		instance.assertNothingVisible();
		String dead = "sample-app is not running, but its PID file sample-app.pid is there";
		for (String content : List.of("999999999\n", "garbage", "", innocent.pid() + "\n")) {
			Files.writeString(instance.pidFile(), content);
			assertNothingRuns(instance,
					answer(1, dead + (content.endsWith("\n") ? " (pid " + content.strip() + ")" : "")));
			assertThat(instance.pidFile()).hasContent(content);
			assertThat(innocent.isAlive()).isTrue();
		}
		assertThat(instance.verb("start").status()).isZero();
		assertThat(instance.verb("stop").status()).isZero();
		assertThat(innocent.isAlive()).isTrue();
		instance.assertNothingVisible();
	}

	private static void assertNothingRuns(Instance instance, Launch.Result status) {
		assertThat(instance.verb("status")).isEqualTo(status);
		assertThat(instance.verb("stop", "--jdaemon.force=true")).isEqualTo(answer(0, "sample-app is not running"));
		assertThat(instance.verb("restart")).isEqualTo(failure(7, "sample-app is not running"));
		assertThat(instance.verb("reopen")).isEqualTo(failure(7, "sample-app is not running"));
	}

	@Test
	void startAndStopBackToBackNeverFail() {
		Instance instance = instance();
		for (int i = 0; i < TIMES; i++) {
			Launch.Result started = instance.verb("start");
			assertThat(started.status()).as(i + ": " + started).isZero();
			Launch.Result stopped = instance.verb("stop");
			assertThat(stopped.status()).as(i + ": " + stopped).isZero();
		}
		assertNothingLeft(instance);
	}

	@Test
	void stopOfSuspendedDaemonTakesForce() {
		Instance instance = instance().arguments("--jdaemon.stop-timeout=1s");
		ProcFs daemon = instance.started();
		Signal.STOP.send(daemon.pid());
		assertAnswer(instance.verb("status"), 0, "sample-app is running .*");
		assertThat(instance.verb("stop")).isEqualTo(failure(124, "sample-app (pid " + daemon.pid()
				+ ") is still there after 6 s, suspended by a signal; use --jdaemon.force=true to kill it"));
		assertThat(daemon.alive()).isTrue();
		assertThat(instance.verb("stop", "--jdaemon.force=true"))
			.isEqualTo(answer(0, "Killed sample-app (pid " + daemon.pid() + "), which was still there after 6 s"));
		assertNothingLeft(instance);
	}

	@Test
	void verbsWhileStarting() {
		Instance instance = instance().arguments("--fault.hangs=true");
		Launch launch = instance.begin();
		await().atMost(Instance.PATIENCE).until(() -> Files.exists(instance.pidFile()));
		long pid = instance.daemon().pid();
		assertAnswer(instance.verb("status"), 0, "sample-app is starting \\(pid " + pid + ", up .*\\)");
		assertThat(instance.verb("start").status()).isEqualTo(75);
		assertAnswer(instance.verb("stop"), 0, "Stopped sample-app \\(pid " + pid + "\\) in .* s");
		assertThat(launch.result().status()).isNotZero();
		assertNothingLeft(instance);
	}

	@Test
	void stopBeforePidIsKnownStopsAllTheSame() {
		Instance instance = instance().arguments("--fault.hangs=true");
		Launch launch = instance.begin();
		await().atMost(Instance.PATIENCE).until(() -> Files.exists(instance.lockFile()));
		Launch.Result stopped = instance.verb("stop");
		assertAnswer(stopped, 0, "Stopped sample-app \\(pid \\d+\\) in .* s");
		assertThat(launch.result().status()).isNotZero();
		assertNothingLeft(instance);
	}

	@Test
	void restartWhileStartingFollowsOnceReady() {
		Instance instance = instance();
		Launch launch = instance.begin();
		await().atMost(Instance.PATIENCE).until(() -> Files.exists(instance.pidFile()));
		assertAnswer(instance.verb("restart"), 0, "Restarted sample-app \\(pid \\d+, restart 1\\) in .* s");
		assertThat(launch.result().status()).isZero();
		assertThat(instance.verb("stop").status()).isZero();
	}

	@Test
	void verbsWhileRestarting() throws IOException {
		Instance instance = instance().arguments("--fault.waits-at-end=true");
		ProcFs daemon = instance.started();
		Signal.USR1.send(daemon.pid());
		instance.awaitLogged("The end waits on purpose", 1);
		assertAnswer(instance.verb("status"), 0, "sample-app is restarting \\(pid " + daemon.pid() + ", up .*\\)");
		Launch restart = instance.beginVerb("restart");
		instance.awaitLogged("while restarting: merged", 1);
		goOn(instance);
		assertAnswer(restart.result(), 0, "Restarted sample-app \\(pid " + daemon.pid() + ", restart 1\\) in .* s");
		Files.delete(instance.directory().resolve("go-on"));
		Signal.USR1.send(daemon.pid());
		instance.awaitLogged("The end waits on purpose", 2);
		Launch stop = instance.beginVerb("stop");
		instance.awaitLogged("in place of the restart", 1);
		goOn(instance);
		assertAnswer(stop.result(), 0, "Stopped sample-app \\(pid " + daemon.pid() + "\\) in .* s");
		assertNothingLeft(instance);
	}

	@Test
	void verbsWhileStopping() throws IOException {
		Instance instance = instance().arguments("--fault.waits-at-end=true");
		ProcFs daemon = instance.started();
		Launch stop = instance.beginVerb("stop");
		instance.awaitLogged("The end waits on purpose", 1);
		assertAnswer(instance.verb("status"), 0, "sample-app is stopping \\(pid " + daemon.pid() + ", up .*\\)");
		assertThat(instance.verb("restart")).isEqualTo(failure(7, "sample-app (pid " + daemon.pid() + ") is stopping"));
		assertThat(instance.verb("start").status()).isEqualTo(75);
		Launch again = instance.beginVerb("stop");
		goOn(instance);
		assertAnswer(stop.result(), 0, "Stopped sample-app \\(pid " + daemon.pid() + "\\) in .* s");
		assertAnswer(again.result(), 0, "(Stopped sample-app .*|sample-app is not running)");
		assertNothingLeft(instance);
	}

	private static void goOn(Instance instance) throws IOException {
		Files.createFile(instance.directory().resolve("go-on"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "sample-app.log", "/dev/null" })
	void restartWhenNewImageFailsTellsItsWords(String output) throws IOException {
		Instance instance = instance().arguments("--jdaemon.out=" + output, "--jdaemon.err=" + output);
		assertThat(instance.verb("start").status()).isZero();
		ProcFs daemon = instance.daemon();
		Files.writeString(instance.directory().resolve("fault.properties"), "fault.throws=true\n");
		Launch.Result result = instance.verb("restart");
		assertThat(result.status()).as(result.toString()).isEqualTo(1);
		assertThat(result.out()).isEmpty();
		assertThat(result.err()).contains("The bean fails on purpose")
			.endsWith("sample-app failed to restart: it ended before it was ready (pid " + daemon.pid() + ", output "
					+ output + ")\n");
		assertNothingLeft(instance);
	}

	@Test
	void restartWhenOutputIsDiscardedLeaksNothing() {
		Instance instance = instance().arguments("--jdaemon.out=/dev/null", "--jdaemon.err=/dev/null");
		assertThat(instance.verb("start").status()).isZero();
		assertThat(instance.verb("restart").status()).isZero();
		ProcFs daemon = instance.daemon();
		Possessions before = Possessions.of(daemon, this.bench.directory());
		assertThat(daemon.descriptors()).containsEntry(1, "/dev/null").containsEntry(2, "/dev/null");
		for (int i = 0; i < 2; i++) {
			assertThat(instance.verb("restart").status()).isZero();
		}
		assertThat(daemon.descriptors()).containsEntry(1, "/dev/null").containsEntry(2, "/dev/null");
		assertThat(Possessions.of(daemon, this.bench.directory()).descriptors()).isEqualTo(before.descriptors());
		assertThat(instance.verb("stop").status()).isZero();
	}

	@Test
	void restartWhenRefusedTellsReason() throws IOException {
		Path jar = FastJar.tiny(this.jdk).copy(this.bench.directory());
		Instance instance = instance().jar(jar);
		ProcFs daemon = instance.started();
		Files.delete(jar);
		// Of the same settings, and still there
		Instance operator = instance();
		String reason = "The jar " + jar + " is missing.";
		assertThat(operator.verb("restart"))
			.isEqualTo(failure(1, "sample-app (pid " + daemon.pid() + ") goes on without a restart: " + reason));
		assertAnswer(operator.verb("status"), 0, "sample-app is running \\(pid " + daemon.pid()
				+ ", up .*\\), last restart refused: The jar .* is missing\\.");
		assertThat(operator.verb("stop").status()).isZero();
	}

	@Test
	void verbsOfTwoInstancesDoNotMeet() {
		Instance one = instance().arguments("--jdaemon.pid-file=one.pid");
		Instance other = instance().arguments("--jdaemon.pid-file=other.pid");
		assertThat(one.verb("start").status()).isZero();
		assertThat(other.verb("status").status()).isEqualTo(3);
		assertThat(other.verb("start").status()).isZero();
		assertThat(one.verb("stop").status()).isZero();
		assertThat(one.verb("status").status()).isEqualTo(3);
		assertThat(other.verb("status").status()).isZero();
		assertThat(other.verb("stop").status()).isZero();
		assertNothingLeft(one);
	}

	@Test
	void verbsForForegroundProcess() {
		Instance instance = instance().foreground();
		Launch launch = instance.begin();
		Instance.awaitSaid(launch.out(), Instance.READY);
		assertThat(instance.verb("status", "--jdaemon.output=json").out()).contains("\"mode\":\"foreground\"");
		// It has no handler for HUP, which would end it
		Launch.Result reopened = instance.verb("reopen");
		assertThat(reopened.status()).isEqualTo(2);
		assertThat(reopened.err()).contains("acts on no signal that would do it").contains("jdaemon.signals");
		assertAnswer(instance.verb("restart"), 0,
				"Restarted sample-app \\(pid " + launch.pid() + ", restart 1\\) in .* s");
		assertAnswer(instance.verb("stop"), 0, "Stopped sample-app \\(pid " + launch.pid() + "\\) in .* s");
		assertThat(launch.result().status()).isZero();
		assertNothingLeft(instance);
	}

	@Test
	void verbsOfAnotherUserAreNotPermitted() throws IOException {
		assumeThat(Path.of("/proc/self"))
			.satisfies((self) -> assertThat(Files.getOwner(self).getName()).isEqualTo("root"));
		Instance instance = instance();
		ProcFs daemon = instance.started();
		Files.setPosixFilePermissions(instance.directory(), PosixFilePermissions.fromString("rwxr-xr-x"));
		Instance stranger = instance().as(NOBODY);
		assumeThat(this.bench
			.process("setpriv", "--reuid=" + NOBODY, "--clear-groups", "test", "-r",
					FastJar.tiny(this.jdk).jar().toString())
			.onExit()
			.join()
			.exitValue()).isZero();
		assertThat(stranger.verb("status"))
			.isEqualTo(answer(0, "sample-app is running (pid " + daemon.pid() + ") as another user, root"));
		for (String verb : List.of("stop", "restart", "reopen")) {
			assertThat(stranger.verb(verb)).isEqualTo(
					failure(4, "sample-app (pid " + daemon.pid() + ") runs as another user, root, and is left alone"));
		}
		assertAnswer(instance.verb("status"), 0, "sample-app is running .*");
		assertThat(instance.verb("stop").status()).isZero();
	}

	@Test
	void commandIsAProperty() {
		Instance instance = instance();
		assertThat(instance.begin().result().status()).isZero();
		assertAnswer(instance().arguments("--jdaemon.command=status").start(), 0, "sample-app is running .*");
		assertAnswer(instance().arguments("--jdaemon.command=status").verb("stop"), 0, "Stopped sample-app .*");
		assertNothingLeft(instance);
	}

	@Test
	void argumentIsTheApplicationsWhereSwitchedOff() {
		Instance instance = instance().arguments("--jdaemon.positional-commands=false");
		Launch.Result result = instance.verb("status");
		assertThat(result.out()).startsWith("Started sample-app ");
		assertThat(instance.daemon().commandLine()).contains("status");
		assertThat(instance.verb("--jdaemon.command=stop").status()).isZero();
	}

	@Test
	void startDetachesWhateverTheMode() {
		Instance instance = instance().arguments("--jdaemon.mode=off");
		assertThat(instance.verb("start").out()).startsWith("Started sample-app ");
		assertAnswer(instance.verb("stop"), 0, "Stopped sample-app .*");
		assertNothingLeft(instance);
	}

	@ParameterizedTest
	@ValueSource(strings = { "--jdaemon.signals.FOO=stop", "--jdaemon.mode=sometimes", "--jdaemon.force=perhaps",
			"--jdaemon.output=xml", "--jdaemon.command=dance", "--jdaemon.pid-file=" })
	void verbWithWrongSettingIsRefusedInOneLine(String setting) {
		// Where no launcher would answer
		Instance instance = instance().environment("SUPERVISOR_ENABLED", "1").arguments(setting);
		for (Launch.Result result : List.of(instance.verb("status"), instance.verb("--jdaemon.command=status"))) {
			assertThat(result.status()).as(result.toString()).isEqualTo(2);
			assertThat(result.out()).isEmpty();
			assertThat(Instance.lines(result.err())).singleElement().asString().contains(setting.split("[-=]")[2]);
		}
	}

	private Instance instance() {
		return this.bench.instance(this.jdk).tiny();
	}

	private void assertNothingLeft(Instance instance) {
		assertThat(this.bench.processes()).isEmpty();
		instance.assertNothingVisible();
	}

	private static void assertAnswer(Launch.Result result, int status, String line) {
		assertThat(result.err()).isEmpty();
		assertThat(result.out()).matches(line + "\n");
		assertThat(result.status()).isEqualTo(status);
	}

	private static Launch.Result answer(int status, String line) {
		return new Launch.Result(status, line + "\n", "");
	}

	private static Launch.Result failure(int status, String line) {
		return new Launch.Result(status, "", line + "\n");
	}

}
