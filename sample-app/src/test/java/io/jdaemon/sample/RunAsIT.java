package io.jdaemon.sample;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The daemon runs as the user and the group of its settings, and stays so over a restart.
 * Only root may start it as another user.
 */
@EachJdk
class RunAsIT {

	private static final String NO_CAPABILITIES = "0000000000000000";

	private static final String WITHOUT_PTRACE = "setpriv --bounding-set=-sys_ptrace --inh-caps=-sys_ptrace ";

	@RegisterExtension
	final Workbench bench = new Workbench();

	private final Jdk jdk;

	private Home home;

	RunAsIT(Jdk jdk) {
		this.jdk = jdk;
	}

	@BeforeEach
	void createHome() throws Exception {
		this.home = new Home(this.bench, this.jdk);
	}

	@Test
	void daemonOfRootRunsAsUser() throws Exception {
		this.home.giveToNobody();
		SampleDaemon sample = this.home.sample().arguments("--jdaemon.user=nobody", "--fault.prints-directory=true");
		ProcFs daemon = sample.started();
		List<String> groups = List.of(Home.output("id", "-G", "nobody").split(" "));
		assertRunsAs(daemon, this.home.uid(), this.home.gid(), groups);
		assertThat(daemon.environment()).contains("HOME=/root");
		assertOwned(sample.pidFile(), this.home.uid(), this.home.gid());
		assertOwned(this.home.path().resolve("sample-app.log"), this.home.uid(), this.home.gid());

		Signal.USR1.send(daemon.pid());
		sample.awaitGeneration(1);
		assertThat(sample.daemon()).isEqualTo(daemon);
		assertRunsAs(daemon, this.home.uid(), this.home.gid(), groups);
		assertOwned(sample.pidFile(), this.home.uid(), this.home.gid());

		Files.move(this.home.path().resolve("sample-app.log"), this.home.path().resolve("sample-app.log.1"));
		Signal.HUP.send(daemon.pid());
		sample.log().await("Output files reopened on SIGHUP");
		assertOwned(this.home.path().resolve("sample-app.log"), this.home.uid(), this.home.gid());

		Signal.TERM.send(daemon.pid());
		sample.awaitGone(daemon);
		assertThat(sample.log().text()).contains("Stopping on SIGTERM").doesNotContain("cannot be removed");
	}

	@Test
	void outputInDirectoryOfRootIsGivenToTheUser() throws Exception {
		this.home.giveToNobody();
		Path logs = Files.createDirectory(this.bench.directory().resolve("logs"));
		Path log = logs.resolve("app.log");
		SampleDaemon sample = this.home.sample()
			.arguments("--jdaemon.user=nobody", "--jdaemon.out=../logs/app.log", "--jdaemon.err=../logs/app.log")
			.log(log);
		ProcFs daemon = sample.started();
		assertOwned(log, this.home.uid(), this.home.gid());
		// As logrotate does with "create 0640 nobody nogroup"
		Files.move(log, logs.resolve("app.log.1"));
		Files.createFile(log);
		Home.give(log, this.home.uid(), this.home.gid());
		Signal.HUP.send(daemon.pid());
		sample.log().await("Output files reopened on SIGHUP");
		Signal.USR1.send(daemon.pid());
		sample.log().await(SampleDaemon.READY);
		assertThat(sample.log().text()).doesNotContain("The output files were not reopened");
		assertThat(daemon.descriptors()).containsEntry(1, log.toString()).containsEntry(2, log.toString());
		Signal.TERM.send(daemon.pid());
		sample.awaitGone(daemon);
	}

	@Test
	void printedLinesOfLogrotateRunTheJarAsTheUser() throws Exception {
		this.home.giveToNobody();
		SampleDaemon sample = this.home.sample()
			.arguments("--jdaemon.user=nobody", "--jdaemon.group=" + Home.output("id", "-gn", "nobody"));
		ProcFs daemon = sample.started();
		Logrotate.configured(sample, this.bench.directory()).rotate();
		assertThat(sample.log().text())
			.containsPattern("Output files reopened on SIGHUP \\(command reopen, user nobody, pid \\d+\\)");
		Signal.TERM.send(daemon.pid());
		sample.awaitGone(daemon);
	}

	@Test
	void numbersWithoutNamesAreUsersToo() throws Exception {
		this.home.give(4711, 1);
		SampleDaemon sample = this.home.sample().arguments("--jdaemon.user=4711", "--jdaemon.group=1");
		ProcFs daemon = sample.started();
		assertRunsAs(daemon, 4711, 1, List.of("1"));
		Signal.TERM.send(daemon.pid());
		sample.awaitGone(daemon);
	}

	@Test
	void ownUserIsNoChange() throws Exception {
		this.home.giveToNobody();
		SampleDaemon sample = asNobody(this.home.sample()).arguments("--jdaemon.user=nobody");
		ProcFs daemon = sample.started();
		assertThat(daemon.status("Uid")).startsWith(this.home.uid() + "\t");
		Signal.TERM.send(daemon.pid());
		sample.awaitGone(daemon);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			--jdaemon.user=root             | Only root may start sample-app as the user root (jdaemon.user, set in
			--jdaemon.user=daemon           | Only root may start sample-app as the user daemon (jdaemon.user, set in
			--jdaemon.group=root            | Only root may start sample-app as the group root (jdaemon.group, set in
			""")
	void onlyRootMayStartAsAnotherUser(String setting, String found) throws Exception {
		this.home.giveToNobody();
		this.home.assertRefused(asNobody(this.home.sample()).arguments(setting), 4, found);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			--jdaemon.user=nosuch                | 2  | The user "nosuch" (jdaemon.user, set in
			--jdaemon.group=nosuch               | 2  | The group "nosuch" (jdaemon.group, set in
			--jdaemon.user=4294967295            | 2  | The user "4294967295" (jdaemon.user, set in
			--jdaemon.user=4711                  | 2  | Set jdaemon.group, too.
			--jdaemon.user=nobody                | 73 | cannot be created by the user nobody (jdaemon.user, set in
			--jdaemon.user=nobody                | 73 | such as /run/sample-app/sample-app.pid.
			""")
	void wrongSettingIsRefused(String setting, int status, String found) throws Exception {
		this.home.assertRefused(this.home.sample().arguments(setting), status, found);
	}

	@Test
	void userWhoCannotReadTheJarIsRefused() throws Exception {
		this.home.giveToNobody();
		SampleDaemon sample = this.home.relative();
		Path jar = this.home.path().resolve("app/sample-app.jar");
		Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("rw-------"));
		this.home.assertRefused(sample.arguments("--jdaemon.user=nobody"), 4,
				"which cannot read the jar " + jar + ": Permission denied.");
	}

	@Test
	void userWhoCannotEnterTheWorkingDirectoryIsRefused() throws Exception {
		this.home.giveToNobody();
		Files.createDirectory(this.home.path().resolve("closed"),
				PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
		this.home.assertRefused(
				this.home.sample().arguments("--jdaemon.user=nobody", "--jdaemon.working-directory=closed"), 2,
				"cannot be entered by the user nobody (jdaemon.user, set in");
		Files.setPosixFilePermissions(this.home.path(), PosixFilePermissions.fromString("rwx------"));
		this.home.give(0, 0);
		this.home.assertRefused(this.home.sample().arguments("--jdaemon.user=nobody"), 4,
				"which cannot enter the working directory " + this.home.path() + ": Permission denied.");
	}

	@Test
	void userInTheForegroundIsRefused() throws Exception {
		SampleDaemon sample = this.home.sample().foreground().arguments("--jdaemon.user=nobody");
		Launch.Result result = sample.start();
		assertThat(result.status()).as(result.toString()).isEqualTo(4);
		assertThat(result.out() + result.err())
			.contains("runs in the foreground, where it cannot change to the user nobody (jdaemon.user, set in");
		sample.assertNothingVisible();
	}

	@Test
	void settingsThatChangeAreLoggedAndTheDaemonGoesOn() throws Exception {
		this.home.giveToNobody();
		this.home.write("config/application.yml", "jdaemon.user: nobody");
		SampleDaemon sample = Home.configured(this.home.relative());
		ProcFs daemon = sample.started();
		this.home.write("config/application.yml", "jdaemon: { user: daemon, working-directory: app, umask: \"077\" }");
		Signal.USR1.send(daemon.pid());
		sample.awaitGeneration(1);
		assertThat(sample.daemon()).isEqualTo(daemon);
		assertThat(daemon.status("Uid")).startsWith(this.home.uid() + "\t");
		assertThat(daemon.status("Umask")).isEqualTo("0077");
		assertThat(daemon.link("cwd")).isEqualTo(this.home.path().toString());
		assertThat(sample.log().text()).contains("A running process cannot change to the user daemon")
			.contains("A running process cannot change to the working directory app");
		Signal.TERM.send(daemon.pid());
		sample.awaitGone(daemon);
	}

	private SampleDaemon asNobody(SampleDaemon sample) {
		return sample.shell("exec setpriv --reuid=" + this.home.uid() + " --regid=" + this.home.gid()
				+ " --clear-groups -- \"$@\"");
	}

	private static void assertRunsAs(ProcFs daemon, int uid, int gid, List<String> groups) throws IOException {
		try (Stream<Path> threads = Files.list(Path.of("/proc/" + daemon.pid() + "/task"))) {
			List<List<String>> statuses = threads.map(RunAsIT::statusIfAlive).flatMap(Optional::stream).toList();
			assertThat(statuses).isNotEmpty().allSatisfy((status) -> {
				assertThat(status).contains(four("Uid", uid), four("Gid", gid));
				for (String set : List.of("CapInh", "CapPrm", "CapEff", "CapAmb")) {
					assertThat(status).contains(set + ":\t" + NO_CAPABILITIES);
				}
			});
		}
		assertThat(daemon.status("Groups").split(" ")).containsExactlyInAnyOrderElementsOf(groups);
	}

	// A thread may end after it was listed.
	private static Optional<List<String>> statusIfAlive(Path thread) {
		try {
			return Optional.of(Files.readAllLines(thread.resolve("status"), StandardCharsets.ISO_8859_1));
		}
		catch (IOException ex) {
			return Optional.empty();
		}
	}

	private static String four(String field, int id) {
		return String.join("\t", field + ":", "" + id, "" + id, "" + id, "" + id);
	}

	private static void assertOwned(Path file, int uid, int gid) throws IOException {
		assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(uid);
		assertThat(Files.getAttribute(file, "unix:gid")).isEqualTo(gid);
	}

	@Test
	void commandsOfRootNeedNoCapabilityToTrace() throws IOException {
		this.home.giveToNobody();
		SampleDaemon sample = this.home.sample().arguments("--jdaemon.user=nobody");
		ProcFs daemon = sample.started();
		String limited = WITHOUT_PTRACE + String.join(" ", sample.commandLine()) + " ";
		sample.script(limited + "status").assertStatus("sample-app is running \\(pid " + daemon.pid() + ", up .*");
		sample.script(limited + "restart")
			.assertPrinted(0, "Restarted sample-app \\(pid " + daemon.pid() + ", restart 1\\) in .*");
		sample.script(limited + "stop").assertPrinted(0, "Stopped sample-app \\(pid " + daemon.pid() + "\\) in .*");
		this.bench.assertNothingLeft(sample);
	}

	@Test
	void rootWithoutTheCapabilityToTraceFindsWhatRunsTheSameJar() throws IOException {
		this.home.giveToNobody();
		SampleDaemon sample = this.home.sample().arguments("--jdaemon.user=nobody");
		ProcFs daemon = sample.started();
		Launch.Result result = sample
			.script(WITHOUT_PTRACE + String.join(" ", sample.commandLine()) + " --jdaemon.pid-file=other.pid status");
		assertThat(result.toString()).contains("process " + daemon.pid() + " runs the same jar ");
		Signal.TERM.send(daemon.pid());
		sample.awaitGone(daemon);
	}

	@Test
	void failedStartReturnsItsStatusToRootWithoutTheCapabilityToTrace() throws IOException {
		this.home.giveToNobody();
		SampleDaemon sample = withoutPtrace("--fault.exits=true");
		Launch.Result result = sample.start();
		assertThat(result.status()).as(result.toString()).isEqualTo(7);
		assertThat(result.err()).contains("sample-app ran and ended with status 7 (pid ");
		this.bench.assertNothingLeft(sample);
	}

	@Test
	void killedStartNamesTheSignalToRootWithoutTheCapabilityToTrace() throws IOException {
		this.home.giveToNobody();
		SampleDaemon sample = withoutPtrace("--fault.hangs=true");
		Launch launch = sample.begin();
		sample.log().await("The bean hangs on purpose");
		Signal.KILL.send(launch.daemon().pid());
		Launch.Result result = launch.result();
		assertThat(result.status()).as(result.toString()).isEqualTo(128 + 9);
		assertThat(result.err()).contains("sample-app failed to start: it was killed by signal 9 (pid ");
		this.bench.assertNothingLeft(sample);
	}

	// The user may trace the process that reads how the daemon ended. So that process
	// must have nothing of root's, and the launcher must not depend on it.
	@Test
	void userCannotReachTheOperatorThroughWhatReadsTheStatus() throws IOException {
		this.home.giveToNobody();
		SampleDaemon sample = withoutPtrace("--fault.hangs=true");
		Launch launch = sample.begin();
		sample.log().await("The bean hangs on purpose");
		ProcFs daemon = launch.daemon();
		ProcFs reader = ProcFs.find((process) -> process.environment().equals(List.of("daemon=" + daemon.pid())))
			.get(0);
		try {
			assertRunsAs(reader, this.home.uid(), this.home.gid(),
					List.of(Home.output("id", "-G", "nobody").split(" ")));
			assertThat(reader.session()).isEqualTo(reader.pid());
			assertThat(reader.terminal()).isZero();
			assertThat(reader.link("cwd")).isEqualTo(daemon.link("cwd"));
			assertThat(reader.descriptors()).containsOnlyKeys(0, 1, 2)
				.allSatisfy((number, file) -> assertThat(file).startsWith("pipe:"));
			Signal.STOP.send(reader.pid());
			Signal.KILL.send(daemon.pid());
			Launch.Result result = launch.result();
			assertThat(result.status()).as(result.toString()).isEqualTo(1);
			assertThat(result.err()).contains("sample-app failed to start: it exited with status 1 (pid ");
		}
		finally {
			Signal.KILL.send(reader.pid());
		}
	}

	private SampleDaemon withoutPtrace(String argument) {
		return this.home.sample()
			.arguments("--jdaemon.user=nobody", argument)
			.shell("exec " + WITHOUT_PTRACE + "\"$@\"");
	}

}
