package io.jdaemon.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.jdaemon.sample.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A restart by exec whose new version is rehearsed: one that does not start is refused,
 * and the service has noticed nothing.
 */
@EachJdk
class RehearsalIT {

	private static final String REFUSED = "Restart requested by SIGUSR1 refused: The next version would not start: ";

	@RegisterExtension
	final Workbench bench = new Workbench();

	private final Jdk jdk;

	RehearsalIT(Jdk jdk) {
		this.jdk = jdk;
	}

	@Test
	void brokenVersionsAreRefusedAndTheMendedOneIsNot() throws IOException {
		Path temporary = Files.createDirectory(this.bench.directory().resolve("tmp"));
		SampleDaemon sample = sample().options(Possessions.CONSTANT_THREADS, "-Djava.io.tmpdir=" + temporary);
		ProcFs daemon = sample.started();
		assertRefused(sample, daemon, "fault.throws=true", "it ended with status 1 before its context was complete: ");
		Possessions before = Possessions.of(daemon, temporary);
		assertRefused(sample, daemon, "fault.misses-bean=true",
				"required a bean of type 'java.net.ServerSocket' that could not be found");
		assertRefused(sample, daemon, "fault.connects=true", "Connection refused");
		assertRefused(sample, daemon, "fault.exits-in-bean=true",
				"it ended with status 3 before its context was complete");
		assertRefused(sample, daemon, "fault.throws=true\nfault.threads=true", "The bean fails on purpose");
		assertRefused(sample, daemon, "jdaemon.stop-timeout=soon", "The property jdaemon.stop-timeout");
		assertThat(sample.log().text()).contains("rehearsal: APPLICATION FAILED TO START");
		assertThat(Possessions.of(daemon, temporary)).isEqualTo(before);
		set(sample, "");
		Launch.Result restart = sample.command("restart");
		assertThat(restart.status()).as(restart.toString()).isZero();
		assertThat(restart.err()).isEqualTo(rehearsing(daemon));
		assertThat(restart.out()).startsWith("Restarted sample-app (pid " + daemon.pid() + ", restart 1) in ");
		assertThat(sample.log().text()).contains("Rehearsing the next version, requested by SIGUSR1 (command restart");
		assertOnly(daemon);
	}

	private static String rehearsing(ProcFs daemon) {
		return "sample-app (pid " + daemon.pid() + ") is rehearsing the next version\n";
	}

	private void assertRefused(SampleDaemon sample, ProcFs daemon, String fault, String words) throws IOException {
		set(sample, fault);
		int refusals = sample.log().count(REFUSED);
		Signal.USR1.send(daemon.pid());
		sample.log().await(REFUSED, refusals + 1);
		assertThat(lastLine(sample, REFUSED)).contains(words);
		assertThat(sample.generation()).isZero();
		assertOnly(daemon);
		// Its output follows the decision.
		patiently().until(() -> daemon.threadNames().keySet().stream().noneMatch("jdaemon-prepare"::equals));
	}

	private static String lastLine(SampleDaemon sample, String words) {
		return sample.log().text().lines().filter((line) -> line.contains(words)).reduce("", (first, last) -> last);
	}

	@Test
	void commandFailsWithTheWordsOfTheApplication() throws IOException {
		SampleDaemon sample = sample();
		ProcFs daemon = sample.started();
		set(sample, "fault.connects=true");
		Launch.Result restart = sample.command("restart");
		assertThat(restart.status()).as(restart.toString()).isEqualTo(1);
		assertThat(restart.err())
			.startsWith(rehearsing(daemon) + "sample-app (pid " + daemon.pid()
					+ ") was not restarted and keeps running: The next version would not start: ")
			.contains("Connection refused");
		assertThat(sample.command("status").out()).contains("last restart refused: The next version would not start: ");
		assertOnly(daemon);
	}

	@Test
	void versionThatHangsIsEnded() throws IOException {
		SampleDaemon sample = sample().arguments("--jdaemon.startup-timeout=20s");
		ProcFs daemon = sample.started();
		set(sample, "fault.hangs=true");
		Launch.Result restart = sample.command("restart");
		assertThat(restart.status()).as(restart.toString()).isEqualTo(1);
		assertThat(restart.err()).contains("its context was not complete within 20 s (jdaemon.startup-timeout)",
				"last output: The bean hangs on purpose");
		assertOnly(daemon);
	}

	@Test
	void serviceNoticesNothing() throws IOException {
		SampleDaemon sample = this.bench.sample(this.jdk)
			.arguments("--jdaemon.restart.rehearsal=refresh", "--server.tomcat.max-keep-alive-requests=-1");
		ProcFs daemon = sample.started();
		Path configuration = sample.directory().resolve("application.properties");
		try (KeptAliveClient client = new KeptAliveClient(sample.port())) {
			Files.writeString(configuration, "server.tomcat.threads.max=many");
			Response response = sample.request("POST", "/actuator/restart");
			assertThat(response.status()).as(response.toString()).isEqualTo(409);
			assertThat(response.body()).contains("The next version would not start: ", "server.tomcat.threads.max");
			assertThat(sample.generation()).isZero();
			assertThat(client.connections()).isOne();
			assertOnly(daemon);
			Files.delete(configuration);
			assertThat(sample.request("POST", "/actuator/restart").status()).isEqualTo(200);
			sample.awaitGeneration(1);
			assertThat(client.processes()).containsExactly(daemon.pid());
		}
		assertOnly(daemon);
	}

	@Test
	void corruptJarIsRefused() throws IOException {
		Path jar = FastJar.tiny(this.jdk).copy(this.bench.directory());
		SampleDaemon sample = sample().jar(jar);
		ProcFs daemon = sample.started();
		byte[] whole = Files.readAllBytes(jar);
		Path corrupt = this.bench.directory().resolve("corrupt.jar");
		// The directory of the jar is right, but a class is not.
		for (int i = 200; i < whole.length / 2; i++) {
			whole[i] = 1;
		}
		Files.write(corrupt, whole);
		Files.move(corrupt, jar, StandardCopyOption.REPLACE_EXISTING);
		Signal.USR1.send(daemon.pid());
		sample.log().await("Restart requested by SIGUSR1 refused: ");
		assertOnly(daemon);
		assertThat(sample.generation()).isZero();
	}

	@Test
	void rehearsalIsAProcessOfItsOwn() throws IOException {
		SampleDaemon sample = sample()
			.options("-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:"
					+ SampleClient.freePort())
			.environment("NOTES", "a\u00e9 b");
		ProcFs daemon = sample.started();
		ProcFs rehearsal = rehearsal(sample, daemon, "fault.waits=true");
		assertThat(rehearsal.descriptors()).containsEntry(0, "/dev/null")
			.satisfies((open) -> assertThat(List.of(open.get(1), open.get(2)))
				.allMatch((target) -> target.startsWith("/memfd:jdaemon rehearsal")))
			.satisfies((open) -> assertThat(List.of(open.get(3), open.get(4)))
				.allMatch((target) -> target.startsWith("pipe:")));
		assertThat(rehearsal.descriptors().values()).noneMatch((target) -> target.endsWith(".pid")
				|| target.endsWith("sample-app.log") || target.contains("jdaemon status"));
		assertThat(rehearsal.session()).isEqualTo(rehearsal.pid()).isNotEqualTo(daemon.session());
		assertThat(rehearsal.niceness()).isNotEmpty().containsOnly(10);
		assertThat(daemon.niceness()).containsOnly(0);
		assertThat(rehearsal.link("cwd")).isEqualTo(daemon.link("cwd"));
		assertThat(rehearsal.status("Uid")).isEqualTo(daemon.status("Uid"));
		List<String> options = daemon.commandLine();
		assertThat(rehearsal.commandLine()).contains("-Dspring.context.exit=onRefresh")
			.filteredOn((word) -> !word.equals("-Dspring.context.exit=onRefresh"))
			.isEqualTo(options.stream().filter((word) -> !word.startsWith("-agentlib:")).toList());
		assertThat(rehearsal.environment()).filteredOn((variable) -> !variable.startsWith("_REHEARSAL_OF_JDAEMON="))
			.isEqualTo(daemon.environment().stream().filter((variable) -> !variable.startsWith("_JDAEMON=")).toList());
		goOn(sample);
		sample.awaitGeneration(1);
		patiently().until(() -> !rehearsal.alive());
		assertOnly(daemon);
	}

	@Test
	void stopDuringARehearsalEndsBoth() throws IOException {
		SampleDaemon sample = sample();
		ProcFs daemon = sample.started();
		ProcFs rehearsal = rehearsal(sample, daemon, "fault.hangs=true");
		Launch restart = sample.beginCommand("restart");
		sample.log().await(" while rehearsing the next version: merged");
		sample.command("stop").assertPrinted(0, "Stopped sample-app .*");
		assertThat(rehearsal.alive()).isFalse();
		assertThat(restart.result().status()).isEqualTo(7);
		this.bench.assertNothingLeft(sample);
	}

	@Test
	void rehearsalEndsIfTheDaemonIsKilled() throws IOException {
		SampleDaemon sample = sample();
		ProcFs daemon = sample.started();
		ProcFs rehearsal = rehearsal(sample, daemon, "fault.hangs=true");
		Signal.KILL.send(daemon.pid());
		patiently().until(() -> !rehearsal.alive() && this.bench.processes().isEmpty());
	}

	@Test
	void furtherRequestsAreMerged() throws IOException {
		SampleDaemon sample = sample();
		ProcFs daemon = sample.started();
		rehearsal(sample, daemon, "fault.waits=true");
		sample.command("status").assertStatus("sample-app is running .*, rehearsing the next version");
		Signal.USR1.send(daemon.pid());
		sample.log().await("Restart requested by SIGUSR1 while rehearsing the next version: merged");
		goOn(sample);
		sample.awaitGeneration(1);
		assertOnly(daemon);
		assertThat(sample.log().count("Rehearsing the next version")).isOne();
		assertThat(sample.generation()).isOne();
	}

	@Test
	void jarThatIsReplacedMeanwhileIsRehearsedAgain() throws IOException {
		Path jar = FastJar.tiny(this.jdk).copy(this.bench.directory());
		SampleDaemon sample = sample().jar(jar);
		ProcFs daemon = sample.started();
		rehearsal(sample, daemon, "fault.waits=true");
		Path next = Files.copy(jar, this.bench.directory().resolve("next.jar"));
		Files.move(next, jar, StandardCopyOption.ATOMIC_MOVE);
		goOn(sample);
		sample.awaitGeneration(1);
		assertThat(sample.log().count("The jar was replaced while it was rehearsed")).isOne();
		assertThat(sample.log().count("Rehearsing the next version")).isEqualTo(2);
		assertOnly(daemon);
	}

	private SampleDaemon sample() {
		return this.bench.sample(this.jdk).tiny().arguments("--jdaemon.restart.rehearsal=refresh");
	}

	private static void set(SampleDaemon sample, String faults) throws IOException {
		Files.writeString(sample.directory().resolve("fault.properties"), faults);
	}

	private static void goOn(SampleDaemon sample) throws IOException {
		Files.createFile(sample.directory().resolve("go-on"));
	}

	// Until it is in its bean
	private ProcFs rehearsal(SampleDaemon sample, ProcFs daemon, String fault) throws IOException {
		set(sample, fault);
		Signal.USR1.send(daemon.pid());
		return patiently().until(() -> this.bench.processes()
			.stream()
			.filter((process) -> process.environment()
				.stream()
				.anyMatch((variable) -> variable.startsWith("_REHEARSAL_OF_JDAEMON=")))
			.filter((process) -> process.threadNames().containsKey("jdaemon-parent")
					&& new TextFile(process.file("fd/1")).text().contains(" on purpose"))
			.findFirst()
			.orElse(null), (found) -> found != null);
	}

	private void assertOnly(ProcFs daemon) {
		patiently().until(() -> this.bench.processes().equals(List.of(daemon)));
	}

}
