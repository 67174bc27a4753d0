package io.jdaemon.sample;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The daemon runs in the directory and with the umask of its settings, and stays so over
 * a restart; other paths keep their meaning.
 */
@EachJdk
class WorkingDirectoryIT {

	@RegisterExtension
	final Workbench bench = new Workbench();

	private final Jdk jdk;

	private Home home;

	WorkingDirectoryIT(Jdk jdk) {
		this.jdk = jdk;
	}

	@BeforeEach
	void createHome() throws Exception {
		this.home = new Home(this.bench, this.jdk);
	}

	@Test
	void workingDirectoryKeepsTheMeaningOfOtherPaths() throws Exception {
		Path work = Files.createDirectory(this.bench.directory().resolve("work"));
		this.home.write("config/application.yml", """
				jdaemon:
				  working-directory: ../work
				  umask: "027"
				spring.config.import: "file:./imports/extra.yml"
				fault.words: four
				""");
		this.home.write("imports/extra.yml", "fault.prints-directory: true");
		this.home.write("more/application.yml", "fault.words: three words");
		SampleDaemon sample = Home.configured(this.home.relative())
			.options("-Xlog:gc:file=gc.log")
			.arguments("--spring.config.additional-location=optional:file:./more/");
		ProcFs daemon = sample.started();
		String words = "Working in " + work + " alias " + work + " with three words";
		sample.log().await(words);
		assertRunsIn(daemon, work);
		assertThat(daemon.commandLine()).contains(this.home.path() + "/app/sample-app.jar",
				"-Xlog:gc:file=" + this.home.path() + "/gc.log",
				"--spring.config.additional-location=optional:file:./more/");
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(sample.pidFile())))
			.isEqualTo("rw-r-----");

		Signal.USR1.send(daemon.pid());
		sample.awaitGeneration(1);
		assertThat(sample.daemon()).isEqualTo(daemon);
		assertThat(sample.log().count(words)).isEqualTo(2);
		assertRunsIn(daemon, work);
		Files.move(this.home.path().resolve("sample-app.log"), this.home.path().resolve("sample-app.log.1"));
		Signal.HUP.send(daemon.pid());
		sample.log().await("Output files reopened on SIGHUP");
		Signal.TERM.send(daemon.pid());
		sample.awaitGone(daemon);
		assertThat(work.toFile().list()).containsExactly("here");
		assertThat(this.home.path().resolve("gc.log")).exists();
	}

	@Test
	void workingDirectoryOfTheUserIsEnteredAsTheUser() throws Exception {
		this.home.giveToNobody();
		Path work = Files.createDirectory(this.bench.directory().resolve("work"),
				PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
		Home.give(work, this.home.uid(), this.home.gid());
		SampleDaemon sample = this.home.sample()
			.arguments("--jdaemon.user=nobody", "--jdaemon.working-directory=" + work, "--fault.prints-directory=true");
		ProcFs daemon = sample.started();
		assertThat(daemon.link("cwd")).isEqualTo(work.toString());
		assertThat(daemon.status("Uid")).startsWith(this.home.uid() + "\t");
		Signal.USR1.send(daemon.pid());
		sample.awaitGeneration(1);
		assertThat(sample.log().count("Working in " + work + " alias " + work)).isEqualTo(2);
		Signal.TERM.send(daemon.pid());
		sample.awaitGone(daemon);
	}

	@Test
	void workingDirectoryThatIsTheOwnChangesNothing() throws Exception {
		SampleDaemon sample = this.home.relative().arguments("--jdaemon.working-directory=../my home");
		ProcFs daemon = sample.started();
		assertThat(daemon.commandLine()).contains("app/sample-app.jar");
		assertThat(daemon.environment()).noneMatch((variable) -> variable.contains("origin="));
		Signal.TERM.send(daemon.pid());
		sample.awaitGone(daemon);
	}

	@Test
	void relativePathWhereItCannotBeChangedIsRefused() throws Exception {
		Files.createDirectory(this.home.path().resolve("work"));
		this.home.write("jvm.opts", "-Xlog:gc:file=gc.log");
		this.home.assertRefused(this.home.sample().options("@jvm.opts").arguments("--jdaemon.working-directory=work"),
				2, "there are relative paths in jvm.opts, which would mean other files there. Make them absolute.");
		this.home.assertRefused(
				this.home.sample()
					.environment("JDK_JAVA_OPTIONS", "-Xlog:gc:file=gc.log")
					.arguments("--jdaemon.working-directory=work"),
				2, "there are relative paths in JDK_JAVA_OPTIONS, which would mean other files there.");
	}

	@Test
	void workingDirectoryInTheForegroundIsLogged() throws Exception {
		Files.createDirectory(this.home.path().resolve("work"));
		SampleDaemon sample = this.home.sample()
			.foreground()
			.arguments("--jdaemon.working-directory=work", "--jdaemon.umask=027");
		Launch launch = sample.log(this.home.path().resolve("launcher-0.out")).begin();
		sample.awaitGeneration(0);
		ProcFs application = sample.daemon();
		assertRunsIn(application, this.home.path());
		assertThat(sample.log().text())
			.containsPattern("WARN.*A running process cannot change to the working directory work "
					+ "\\(jdaemon.working-directory, set in .*\\): it applies to a daemon only\\.");
		Signal.TERM.send(application.pid());
		assertThat(launch.result().status()).isZero();
	}

	@Test
	void umaskThatYamlHasReadIsRefused() throws Exception {
		this.home.write("config/application.yml", "jdaemon.umask: 027");
		this.home.assertRefused(Home.configured(this.home.sample()), 2, "Put it in quotes, such as \"027\".");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			--jdaemon.umask=999                  | 2  | jdaemon.umask
			--jdaemon.working-directory=missing  | 2  | /my home/missing (jdaemon.working-directory, set in
			--jdaemon.working-directory=/etc/passwd | 2 | cannot be entered: Not a directory.
			""")
	void wrongSettingIsRefused(String setting, int status, String found) throws Exception {
		this.home.assertRefused(this.home.sample().arguments(setting), status, found);
	}

	private void assertRunsIn(ProcFs daemon, Path directory) {
		assertThat(daemon.link("cwd")).isEqualTo(directory.toString());
		assertThat(daemon.status("Umask")).isEqualTo("0027");
	}

}
