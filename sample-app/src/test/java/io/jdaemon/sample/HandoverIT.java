package io.jdaemon.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static io.jdaemon.sample.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A restart by handover: whatever happens to the successor or to the predecessor, one
 * process is left, and the PID file names it.
 */
@EachJdk
class HandoverIT {

	private static final int MANY = Integer.getInteger("jdaemon.handovers", 6);

	private static final String HANDOVER = "--jdaemon.restart.strategy=handover";

	@RegisterExtension
	final Workbench bench = new Workbench();

	private final Jdk jdk;

	HandoverIT(Jdk jdk) {
		this.jdk = jdk;
	}

	@Test
	void handoverChangesThePidFileInOneStep() throws IOException, InterruptedException {
		SampleDaemon sample = sample();
		ProcFs predecessor = sample.started();
		try (PidFileReader reader = new PidFileReader(sample.pidFile()).mayChange()) {
			Launch.Result result = sample.command("restart");
			ProcFs successor = sample.daemon();
			assertThat(result.status()).as(result.toString()).isZero();
			assertThat(result.out()).startsWith("Restarted sample-app (pid " + successor.pid() + ", restart 1) in ");
			awaitGone(predecessor);
			assertThat(successor).isNotEqualTo(predecessor);
			assertThat(successor.session()).isEqualTo(successor.pid());
			assertThat(successor.terminal()).isZero();
			assertThat(successor.link("fd/0")).isEqualTo("/dev/null");
			assertThat(successor.link("fd/1")).isEqualTo(sample.directory().resolve("sample-app.log").toString());
			assertThat(this.bench.processes()).containsExactly(successor);
			reader.assertAlwaysNamed(successor);
		}
		assertThat(sample.log().text()).contains("Handed over to process");
		assertThat(sample.command("stop").status()).isZero();
		sample.assertNothingVisible();
	}

	@Test
	void manyHandoversLeakNothing() throws IOException {
		Path temporary = Files.createDirectory(this.bench.directory().resolve("tmp"));
		SampleDaemon sample = sample().options(Possessions.CONSTANT_THREADS, "-Djava.io.tmpdir=" + temporary);
		sample.started();
		ProcFs early = handOver(sample, 1, 2);
		Possessions before = Possessions.of(early, temporary);
		ProcFs late = handOver(sample, 3, MANY);
		assertThat(Possessions.of(late, temporary)).isEqualTo(before);
		assertThat(this.bench.processes()).containsExactly(late);
		assertThat(late.environment())
			.anyMatch((variable) -> variable.matches("_JDAEMON=.* generation=" + MANY + " .*"));
	}

	private ProcFs handOver(SampleDaemon sample, int from, int to) {
		for (int generation = from; generation <= to; generation++) {
			ProcFs predecessor = sample.daemon();
			Signal.USR1.send(predecessor.pid());
			sample.log().await("Handed over to process", generation);
			awaitGone(predecessor);
		}
		return sample.daemon();
	}

	@Test
	void successorThatFailsLeavesThePredecessor() throws IOException, InterruptedException {
		SampleDaemon sample = sample();
		ProcFs predecessor = sample.started();
		try (PidFileReader reader = new PidFileReader(sample.pidFile())) {
			for (String fault : List.of("fault.throws-when-ready", "fault.dies-when-ready", "fault.exits")) {
				set(sample, "fault.threads=true\n" + fault + "=true");
				Launch.Result result = sample.command("restart");
				assertThat(result.status()).as(fault + ": " + result).isEqualTo(1);
				assertThat(result.err()).startsWith("sample-app (pid " + predecessor.pid()
						+ ") was not restarted and keeps running: The successor (pid ");
				assertOnly(sample, predecessor);
			}
			set(sample, "fault.hangs=true");
			Signal.KILL.send(beginHandover(predecessor).pid());
			sample.log().await(" failed: The successor (pid ", 4);
			assertOnly(sample, predecessor);
			reader.assertAlwaysNamed(predecessor);
		}
		String log = sample.log().path().toString();
		assertThat(predecessor.descriptors().values()).filteredOn(log::equals)
			.as("standard output and error")
			.hasSize(2);
		// The cause is removed.
		set(sample, "");
		assertThat(sample.command("restart").status()).isZero();
		awaitGone(predecessor);
	}

	@Test
	void handoverIsRefusedIfASuccessorCouldNotListen() throws IOException {
		int port = SampleClient.fixedPort();
		SampleDaemon sample = this.bench.sample(this.jdk).tiny();
		set(sample, "fault.listens=true\nfault.port=" + port);
		ProcFs daemon = sample.started();
		Launch.Result handover = sample.command("restart", HANDOVER);
		assertThat(handover.status()).as(handover.toString()).isEqualTo(1);
		assertThat(handover.err()).contains("a successor could not listen on 127.0.0.1:" + port + ": ");
		assertOnly(sample, daemon);
		assertThat(sample.log().text()).doesNotContain("Restarting by handover");
		set(sample, "fault.listens=true\nfault.port=" + port + "\njdaemon.restart.unshared-ports=" + port);
		Launch.Result exec = sample.command("restart");
		assertThat(exec.status()).as(exec.toString()).isZero();
		assertThat(sample.log().text()).contains("reopened by the restart: 127.0.0.1:" + port);
		// The next version does not listen there, and this one knows.
		set(sample, "");
		handover = sample.command("restart", HANDOVER);
		assertThat(handover.status()).as(handover.toString()).isZero();
		awaitGone(daemon);
	}

	@Test
	void successorThatCannotPublishThePidFileLeavesThePredecessor() throws IOException, InterruptedException {
		SampleDaemon sample = sample();
		ProcFs predecessor = sample.started();
		try (PidFileReader reader = new PidFileReader(sample.pidFile())) {
			Launch restart = sample.beginCommand("restart");
			sample.log().await(SampleDaemon.READY, 2);
			// The kernel then refuses the rename, as it would in a directory that is
			// closed.
			Files.delete(sample.lockFile());
			Launch.Result result = restart.result();
			assertThat(result.status()).as(result.toString()).isEqualTo(1);
			assertThat(result.err()).contains("cannot publish the PID file, ", ".sample-app.pid.lock was removed");
			assertOnly(sample, predecessor);
			reader.assertAlwaysNamed(predecessor);
		}
		assertThat(sample.log().text()).contains("Not taking over, because the PID file cannot be published: ");
		assertThat(sample.command("restart").status()).isZero();
		awaitGone(predecessor);
	}

	@Test
	void successorWithDiscardedOutputReportsItsLastOutput() throws IOException {
		SampleDaemon sample = sample().arguments("--jdaemon.out=/dev/null", "--jdaemon.err=/dev/null");
		Launch.Result start = sample.start();
		assertThat(start.status()).as(start.toString()).isZero();
		set(sample, "fault.throws=true");
		assertThat(sample.command("restart").err()).contains("it exited with status 1, last output: ");
	}

	@Test
	void successorThatHangsIsEnded() throws IOException {
		SampleDaemon sample = sample().arguments("--jdaemon.startup-timeout=10s");
		ProcFs predecessor = sample.started();
		set(sample, "fault.hangs=true");
		Launch.Result result = sample.command("restart");
		assertThat(result.err()).contains("was not ready within 10 s (jdaemon.startup-timeout)");
		assertOnly(sample, predecessor);
	}

	@ParameterizedTest
	@EnumSource
	void predecessorThatIsKilledLeavesTheSuccessor(Stage stage) {
		SampleDaemon sample = sample();
		ProcFs predecessor = sample.started();
		ProcFs successor = beginHandover(predecessor);
		sample.log().await(stage.words, stage.times);
		Signal.KILL.send(predecessor.pid());
		patiently().until(() -> sample.daemon().equals(successor));
		assertOnly(sample, successor);
		assertThat(sample.start().status()).isEqualTo(75);
		assertThat(sample.command("stop").status()).isZero();
		sample.assertNothingVisible();
	}

	@Test
	void stopDuringAHandoverEndsBoth() throws IOException {
		SampleDaemon sample = sample();
		ProcFs predecessor = sample.started();
		set(sample, "fault.hangs=true");
		ProcFs successor = beginHandover(predecessor);
		assertThat(sample.command("stop").status()).isZero();
		assertThat(successor.alive()).isFalse();
		assertThat(this.bench.processes()).isEmpty();
		sample.assertNothingVisible();
	}

	@Test
	void stopOnceTheSuccessorIsReadyEndsBoth() {
		SampleDaemon sample = sample();
		ProcFs predecessor = sample.started();
		beginHandover(predecessor);
		sample.log().await(SampleDaemon.READY, 2);
		assertThat(sample.command("stop").status()).isZero();
		patiently().until(() -> this.bench.processes().isEmpty());
		sample.assertNothingVisible();
	}

	@Test
	void secondRestartDuringAHandoverIsMerged() throws IOException {
		SampleDaemon sample = sample();
		ProcFs predecessor = sample.started();
		beginHandover(predecessor);
		Signal.USR1.send(predecessor.pid());
		sample.log().await("while restarting: merged");
		awaitGone(predecessor);
		assertOnly(sample, sample.daemon());
		assertThat(sample.log().count("Handed over to process")).isOne();
	}

	@Test
	void commandOverridesStrategy() {
		SampleDaemon sample = this.bench.sample(this.jdk).tiny();
		ProcFs first = sample.started();
		assertThat(sample.command("restart", HANDOVER).status()).isZero();
		ProcFs second = sample.daemon();
		assertThat(second).isNotEqualTo(first);
		awaitGone(first);
		assertThat(sample.command("restart").status()).isZero();
		assertThat(sample.daemon()).isEqualTo(second);
	}

	@Test
	void anotherStartDuringAHandoverIsRefused() throws IOException {
		SampleDaemon sample = sample();
		ProcFs predecessor = sample.started();
		set(sample, "fault.hangs=true");
		beginHandover(predecessor);
		set(sample, "");
		Launch.Result result = sample.start();
		assertThat(result.status()).as(result.toString()).isEqualTo(75);
		assertThat(result.err()).contains("is already running (pid " + predecessor.pid());
	}

	@Test
	void stopEndsAPredecessorThatDrains() throws IOException {
		SampleDaemon sample = sample();
		ProcFs predecessor = draining(sample);
		ProcFs successor = sample.daemon();
		sample.command("status")
			.assertStatus("sample-app is running \\(pid " + successor.pid() + ", .*, restart 1\\), its predecessor "
					+ "\\(pid " + predecessor.pid() + "\\) is still draining");
		assertThat(sample.command("status", "--jdaemon.output=json").out())
			.contains("\"draining\":[" + predecessor.pid() + "]");
		Launch stop = sample.beginCommand("stop");
		sample.log().await("SIGTERM while draining: closing now");
		sample.log().await("The end waits on purpose", 2);
		assertThat(sample.start().status()).isEqualTo(75);
		assertThat(this.bench.processes()).contains(predecessor, successor);
		Files.createFile(sample.directory().resolve("go-on"));
		stop.result()
			.assertPrinted(0, "Stopped sample-app \\(pid " + successor.pid() + "\\) and its predecessor \\(pid "
					+ predecessor.pid() + "\\), which was draining, in .*");
		this.bench.assertNothingLeft(sample);
	}

	@Test
	void predecessorThatDrainsAloneIsKnownAndKeepsOthersFromStarting() throws IOException {
		SampleDaemon sample = sample();
		ProcFs predecessor = draining(sample);
		Signal.KILL.send(sample.daemon().pid());
		sample.command("status").assertStatus("sample-app is stopping \\(pid " + predecessor.pid() + ", .*");
		assertThat(sample.start().status()).isEqualTo(75);
		Launch stop = sample.beginCommand("stop");
		Files.createFile(sample.directory().resolve("go-on"));
		assertThat(stop.result().status()).isZero();
		assertThat(this.bench.processes()).isEmpty();
		assertThat(sample.start().status()).isZero();
	}

	@Test
	void handlersRunBeforeTheSuccessorHasThePidFile() throws IOException {
		SampleDaemon sample = sample();
		set(sample, "fault.handover-handler=true");
		ProcFs predecessor = sample.started();
		assertThat(sample.command("restart").status()).isZero();
		assertThat(sample.log().text())
			.containsSubsequence("Before the handover the PID file contains " + predecessor.pid(), "Handed over to");
		assertThat(sample.log().text()).contains("The handler fails on purpose");
	}

	// It waits in the end of its context, once it has handed over.
	private static ProcFs draining(SampleDaemon sample) throws IOException {
		set(sample, "fault.waits-at-end=true");
		ProcFs predecessor = sample.started();
		assertThat(sample.command("restart").status()).isZero();
		sample.log().await("The end waits on purpose");
		return predecessor;
	}

	private SampleDaemon sample() {
		return this.bench.sample(this.jdk).tiny().arguments(HANDOVER);
	}

	private static void set(SampleDaemon sample, String settings) throws IOException {
		Files.writeString(sample.directory().resolve("fault.properties"), settings + "\n");
	}

	private ProcFs beginHandover(ProcFs predecessor) {
		Signal.USR1.send(predecessor.pid());
		return patiently().until(() -> successor(predecessor), (found) -> found.size() == 1).get(0);
	}

	// The preflight starts another JVM, which ends soon.
	private List<ProcFs> successor(ProcFs predecessor) {
		return this.bench.processes()
			.stream()
			.filter((process) -> !process.equals(predecessor)
					&& process.environment().stream().anyMatch((variable) -> variable.contains(" predecessor=")))
			.toList();
	}

	private static void awaitGone(ProcFs process) {
		patiently().until(() -> !process.alive());
	}

	private void assertOnly(SampleDaemon sample, ProcFs process) {
		patiently().until(() -> this.bench.processes().equals(List.of(process)));
		assertThat(sample.daemon()).isEqualTo(process);
		assertThat(sample.lockFile()).doesNotExist();
	}

	/** How far a handover has come, by what is in the log. */
	enum Stage {

		STARTING("Restarting by handover", 1), READY(SampleDaemon.READY, 2), DRAINING("Handed over to process", 1);

		private final String words;

		private final int times;

		Stage(String words, int times) {
			this.words = words;
			this.times = times;
		}

	}

}
