package io.jdaemon.sample;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The daemon is born as the user, in the directory and with the umask of its settings,
 * and stays so.
 */
@EachJdk
class PrivilegesIT {

	private static final String NO_CAPABILITIES = "0000000000000000";

	@RegisterExtension
	final Workbench bench = new Workbench();

	private final Jdk jdk;

	private Path home;

	private int uid;

	private int gid;

	PrivilegesIT(Jdk jdk) {
		this.jdk = jdk;
	}

	@BeforeEach
	void createHome() throws Exception {
		this.uid = id("-u", "nobody");
		this.gid = id("-g", "nobody");
		// The user may enter it, and have a directory of its own there.
		Files.setPosixFilePermissions(this.bench.directory(), PosixFilePermissions.fromString("rwxr-xr-x"));
		this.home = Files.createDirectory(this.bench.directory().resolve("my home"));
	}

	@Test
	void daemonOfRootRunsAsUser() throws Exception {
		giveHome(this.uid, this.gid);
		SampleDaemon sample = sample().arguments("--jdaemon.user=nobody", "--fault.tells-where=true");
		ProcFs daemon = sample.started();
		List<String> groups = List.of(output("id", "-G", "nobody").split(" "));
		assertRunsAs(daemon, this.uid, this.gid, groups);
		assertThat(daemon.environment()).contains("HOME=/root");
		assertOwned(sample.pidFile(), this.uid, this.gid);
		assertOwned(this.home.resolve("sample-app.log"), this.uid, this.gid);

		Signal.USR1.send(daemon.pid());
		sample.awaitGeneration(1);
		assertThat(sample.daemon()).isEqualTo(daemon);
		assertRunsAs(daemon, this.uid, this.gid, groups);
		assertOwned(sample.pidFile(), this.uid, this.gid);

		Files.move(this.home.resolve("sample-app.log"), this.home.resolve("sample-app.log.1"));
		Signal.HUP.send(daemon.pid());
		sample.log().await("Output files reopened on SIGHUP");
		assertOwned(this.home.resolve("sample-app.log"), this.uid, this.gid);

		Signal.TERM.send(daemon.pid());
		sample.awaitGone(daemon);
		assertThat(sample.log().text()).contains("Stopping on SIGTERM").doesNotContain("cannot be removed");
	}

	@Test
	void outputInDirectoryOfRootIsGivenToTheUser() throws Exception {
		giveHome(this.uid, this.gid);
		Path logs = Files.createDirectory(this.bench.directory().resolve("logs"));
		Path log = logs.resolve("app.log");
		SampleDaemon sample = sample()
			.arguments("--jdaemon.user=nobody", "--jdaemon.out=../logs/app.log", "--jdaemon.err=../logs/app.log")
			.log(log);
		ProcFs daemon = sample.started();
		assertOwned(log, this.uid, this.gid);
		// What logrotate does with "create 0640 nobody nogroup"
		Files.move(log, logs.resolve("app.log.1"));
		Files.createFile(log);
		give(log, this.uid, this.gid);
		Signal.HUP.send(daemon.pid());
		sample.log().await("Output files reopened on SIGHUP");
		Signal.USR1.send(daemon.pid());
		sample.log().await(SampleDaemon.READY);
		assertThat(sample.log().text()).doesNotContain("The output files stay as they were");
		assertThat(daemon.descriptors()).containsEntry(1, log.toString()).containsEntry(2, log.toString());
		Signal.TERM.send(daemon.pid());
		sample.awaitGone(daemon);
	}

	@Test
	void numbersWithoutNamesAreUsersToo() throws Exception {
		giveHome(4711, 1);
		SampleDaemon sample = sample().arguments("--jdaemon.user=4711", "--jdaemon.group=1");
		ProcFs daemon = sample.started();
		assertRunsAs(daemon, 4711, 1, List.of("1"));
		Signal.TERM.send(daemon.pid());
		sample.awaitGone(daemon);
	}

	@Test
	void ownUserIsNoChange() throws Exception {
		giveHome(this.uid, this.gid);
		SampleDaemon sample = asNobody(sample()).arguments("--jdaemon.user=nobody");
		ProcFs daemon = sample.started();
		assertThat(daemon.status("Uid")).startsWith(this.uid + "\t");
		Signal.TERM.send(daemon.pid());
		sample.awaitGone(daemon);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			--jdaemon.user=root             | Only root may start sample-app as the user root (jdaemon.user, set in
			--jdaemon.user=daemon           | Only root may start sample-app as the user daemon (jdaemon.user, set in
			--jdaemon.group=root            | Only root may start sample-app as the group root (jdaemon.group, set in
			""")
	void otherUserIsRefusedToWhoIsNotRoot(String setting, String found) throws Exception {
		giveHome(this.uid, this.gid);
		assertRefused(asNobody(sample()).arguments(setting), 4, found);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			--jdaemon.user=nosuch                | 2  | The user "nosuch" (jdaemon.user, set in
			--jdaemon.group=nosuch               | 2  | The group "nosuch" (jdaemon.group, set in
			--jdaemon.user=4294967295            | 2  | The user "4294967295" (jdaemon.user, set in
			--jdaemon.user=4711                  | 2  | Set jdaemon.group, too.
			--jdaemon.user=nobody                | 73 | cannot be created by the user nobody (jdaemon.user, set in
			--jdaemon.user=nobody                | 73 | such as /run/sample-app/sample-app.pid.
			--jdaemon.umask=999                  | 2  | jdaemon.umask
			--jdaemon.working-directory=missing  | 2  | /my home/missing (jdaemon.working-directory, set in
			--jdaemon.working-directory=/etc/passwd | 2 | cannot be entered: Not a directory.
			""")
	void wrongSettingIsRefused(String setting, int status, String found) throws Exception {
		assertRefused(sample().arguments(setting), status, found);
	}

	@Test
	void userWhoCannotReadTheJarIsRefused() throws Exception {
		giveHome(this.uid, this.gid);
		SampleDaemon sample = relative();
		Path jar = this.home.resolve("app/sample-app.jar");
		Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("rw-------"));
		assertRefused(sample.arguments("--jdaemon.user=nobody"), 4,
				"to whom the jar " + jar + " is closed: Permission denied.");
	}

	@Test
	void userWhoCannotEnterTheWorkingDirectoryIsRefused() throws Exception {
		giveHome(this.uid, this.gid);
		Files.createDirectory(this.home.resolve("closed"),
				PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
		assertRefused(sample().arguments("--jdaemon.user=nobody", "--jdaemon.working-directory=closed"), 2,
				"cannot be entered by the user nobody (jdaemon.user, set in");
		Files.setPosixFilePermissions(this.home, PosixFilePermissions.fromString("rwx------"));
		give(this.home, 0, 0);
		assertRefused(sample().arguments("--jdaemon.user=nobody"), 4,
				"to whom the working directory " + this.home + " is closed: Permission denied.");
	}

	@Test
	void userInTheForegroundIsRefused() throws Exception {
		SampleDaemon sample = sample().foreground().arguments("--jdaemon.user=nobody");
		Launch.Result result = sample.start();
		assertThat(result.status()).as(result.toString()).isEqualTo(4);
		assertThat(result.out() + result.err())
			.contains("runs in the foreground, where it cannot become the user nobody (jdaemon.user, set in");
		sample.assertNothingVisible();
	}

	@Test
	void workingDirectoryKeepsTheMeaningOfOtherPaths() throws Exception {
		Path work = Files.createDirectory(this.bench.directory().resolve("work"));
		write("config/application.yml", """
				jdaemon:
				  working-directory: ../work
				  umask: "027"
				spring.config.import: "file:./imports/extra.yml"
				fault.words: four
				""");
		write("imports/extra.yml", "fault.tells-where: true");
		write("more/application.yml", "fault.words: three words");
		SampleDaemon sample = configured(relative()).options("-Xlog:gc:file=gc.log")
			.arguments("--spring.config.additional-location=optional:file:./more/");
		ProcFs daemon = sample.started();
		String words = "Working in " + work + " alias " + work + " with three words";
		sample.log().await(words);
		assertBorn(daemon, work);
		assertThat(daemon.commandLine()).contains(this.home + "/app/sample-app.jar",
				"-Xlog:gc:file=" + this.home + "/gc.log", "--spring.config.additional-location=optional:file:./more/");
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(sample.pidFile())))
			.isEqualTo("rw-r-----");

		Signal.USR1.send(daemon.pid());
		sample.awaitGeneration(1);
		assertThat(sample.daemon()).isEqualTo(daemon);
		assertThat(sample.log().count(words)).isEqualTo(2);
		assertBorn(daemon, work);
		Files.move(this.home.resolve("sample-app.log"), this.home.resolve("sample-app.log.1"));
		Signal.HUP.send(daemon.pid());
		sample.log().await("Output files reopened on SIGHUP");
		Signal.TERM.send(daemon.pid());
		sample.awaitGone(daemon);
		assertThat(work.toFile().list()).containsExactly("here");
		assertThat(this.home.resolve("gc.log")).exists();
	}

	private void assertBorn(ProcFs daemon, Path directory) {
		assertThat(daemon.link("cwd")).isEqualTo(directory.toString());
		assertThat(daemon.status("Umask")).isEqualTo("0027");
	}

	@Test
	void workingDirectoryOfTheUserIsEnteredAsTheUser() throws Exception {
		giveHome(this.uid, this.gid);
		Path work = Files.createDirectory(this.bench.directory().resolve("work"),
				PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
		give(work, this.uid, this.gid);
		SampleDaemon sample = sample().arguments("--jdaemon.user=nobody", "--jdaemon.working-directory=" + work,
				"--fault.tells-where=true");
		ProcFs daemon = sample.started();
		assertThat(daemon.link("cwd")).isEqualTo(work.toString());
		assertThat(daemon.status("Uid")).startsWith(this.uid + "\t");
		Signal.USR1.send(daemon.pid());
		sample.awaitGeneration(1);
		assertThat(sample.log().count("Working in " + work + " alias " + work)).isEqualTo(2);
		Signal.TERM.send(daemon.pid());
		sample.awaitGone(daemon);
	}

	@Test
	void workingDirectoryThatIsTheOwnChangesNothing() throws Exception {
		SampleDaemon sample = relative().arguments("--jdaemon.working-directory=../my home");
		ProcFs daemon = sample.started();
		assertThat(daemon.commandLine()).contains("app/sample-app.jar");
		assertThat(daemon.environment()).noneMatch((variable) -> variable.contains("origin="));
		Signal.TERM.send(daemon.pid());
		sample.awaitGone(daemon);
	}

	@Test
	void relativePathWhereItCannotBeChangedIsRefused() throws Exception {
		Files.createDirectory(this.home.resolve("work"));
		write("jvm.opts", "-Xlog:gc:file=gc.log");
		assertRefused(sample().options("@jvm.opts").arguments("--jdaemon.working-directory=work"), 2,
				"there are relative paths in jvm.opts, which would mean other files there. Make them absolute.");
		assertRefused(
				sample().environment("JDK_JAVA_OPTIONS", "-Xlog:gc:file=gc.log")
					.arguments("--jdaemon.working-directory=work"),
				2, "there are relative paths in JDK_JAVA_OPTIONS, which would mean other files there.");
	}

	@Test
	void workingDirectoryInTheForegroundIsLogged() throws Exception {
		Files.createDirectory(this.home.resolve("work"));
		SampleDaemon sample = sample().foreground()
			.arguments("--jdaemon.working-directory=work", "--jdaemon.umask=027");
		Launch launch = sample.log(this.home.resolve("launcher-0.out")).begin();
		sample.awaitGeneration(0);
		ProcFs application = sample.daemon();
		assertBorn(application, this.home);
		assertThat(sample.log().text())
			.containsPattern("WARN.*A running process does not change to the working directory work "
					+ "\\(jdaemon.working-directory, set in .*\\): it counts for a daemon only\\.");
		Signal.TERM.send(application.pid());
		assertThat(launch.result().status()).isZero();
	}

	@Test
	void umaskThatYamlHasReadIsRefused() throws Exception {
		write("config/application.yml", "jdaemon.umask: 027");
		assertRefused(configured(sample()), 2, "Put it in quotes, such as \"027\".");
	}

	@Test
	void settingsThatChangeAreLoggedAndTheDaemonGoesOn() throws Exception {
		giveHome(this.uid, this.gid);
		write("config/application.yml", "jdaemon.user: nobody");
		SampleDaemon sample = configured(relative());
		ProcFs daemon = sample.started();
		write("config/application.yml", "jdaemon: { user: daemon, working-directory: app, umask: \"077\" }");
		Signal.USR1.send(daemon.pid());
		sample.awaitGeneration(1);
		assertThat(sample.daemon()).isEqualTo(daemon);
		assertThat(daemon.status("Uid")).startsWith(this.uid + "\t");
		assertThat(daemon.status("Umask")).isEqualTo("0077");
		assertThat(daemon.link("cwd")).isEqualTo(this.home.toString());
		assertThat(sample.log().text()).contains("A running process does not become the user daemon")
			.contains("A running process does not change to the working directory app");
		Signal.TERM.send(daemon.pid());
		sample.awaitGone(daemon);
	}

	private SampleDaemon sample() throws Exception {
		Assumptions.assumeTrue(id("-u") == 0, "only root may start it as somebody else");
		return this.bench.sample(this.jdk, this.home).tiny().environment("HOME", "/root");
	}

	// One that is typed with a relative path
	private SampleDaemon relative() throws Exception {
		FastJar.tiny(this.jdk).copy(Files.createDirectory(this.home.resolve("app")));
		return sample().jar(Path.of("app/sample-app.jar"));
	}

	private static SampleDaemon configured(SampleDaemon sample) {
		return sample.options("-Dtiny.reads-configuration=true");
	}

	private SampleDaemon asNobody(SampleDaemon sample) {
		return sample.shell("exec setpriv --reuid=" + this.uid + " --regid=" + this.gid + " --clear-groups -- \"$@\"");
	}

	private void giveHome(int uid, int gid) throws IOException {
		give(this.home, uid, gid);
	}

	private static void give(Path path, int uid, int gid) throws IOException {
		Files.setAttribute(path, "unix:uid", uid);
		Files.setAttribute(path, "unix:gid", gid);
	}

	private void write(String file, String text) throws IOException {
		Path path = this.home.resolve(file);
		Files.createDirectories(path.getParent());
		Files.writeString(path, text);
	}

	private static void assertRunsAs(ProcFs daemon, int uid, int gid, List<String> groups) throws IOException {
		try (Stream<Path> threads = Files.list(Path.of("/proc/" + daemon.pid() + "/task"))) {
			List<List<String>> statuses = threads.map(PrivilegesIT::statusIfAlive).flatMap(Optional::stream).toList();
			assertThat(statuses).isNotEmpty().allSatisfy((status) -> {
				assertThat(status).contains(four("Uid", uid), four("Gid", gid));
				for (String set : List.of("CapInh", "CapPrm", "CapEff", "CapAmb")) {
					assertThat(status).contains(set + ":\t" + NO_CAPABILITIES);
				}
			});
		}
		assertThat(daemon.status("Groups").split(" ")).containsExactlyInAnyOrderElementsOf(groups);
	}

	// A thread may end between the look at the list and the look at itself.
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

	private void assertRefused(SampleDaemon sample, int status, String found) {
		Launch.Result result = sample.start();
		assertThat(result.status()).as(result.toString()).isEqualTo(status);
		assertThat(result.out()).isEmpty();
		assertThat(result.errLines()).filteredOn((line) -> !line.startsWith("NOTE: Picked up JDK_JAVA_OPTIONS"))
			.singleElement()
			.asString()
			.contains(found);
		assertThat(this.bench.processes()).isEmpty();
		sample.assertNothingVisible();
		assertThat(sample.log().text()).isEmpty();
	}

	private static int id(String... options) throws Exception {
		return Integer.parseInt(output(Stream.concat(Stream.of("id"), Stream.of(options)).toArray(String[]::new)));
	}

	private static String output(String... command) throws Exception {
		Process process = new ProcessBuilder(command).start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
		assertThat(process.waitFor()).isZero();
		return output;
	}

}
