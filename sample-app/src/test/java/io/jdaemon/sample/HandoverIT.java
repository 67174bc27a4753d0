package io.jdaemon.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A restart by handover: whatever becomes of the successor or of the predecessor, there
 * is one process in the end, and the PID file names it.
 */
@EachJdk
class HandoverIT {

	private static final int MANY = 6;

	@RegisterExtension
	final Workbench bench = new Workbench();

	private final Jdk jdk;

	HandoverIT(Jdk jdk) {
		this.jdk = jdk;
	}

	@Test
	void handoverChangesThePidFileInOneStep() throws IOException, InterruptedException {
		Instance instance = instance();
		ProcFs predecessor = instance.started();
		try (PidFileReader reader = new PidFileReader(instance.pidFile()).mayChange()) {
			Launch.Result result = instance.verb("restart");
			ProcFs successor = instance.daemon();
			assertThat(result.status()).as(result.toString()).isZero();
			assertThat(result.out()).startsWith("Restarted sample-app (pid " + successor.pid() + ", restart 1) in ");
			awaitGone(predecessor);
			assertThat(successor).isNotEqualTo(predecessor);
			assertThat(successor.session()).isEqualTo(successor.pid());
			assertThat(successor.terminal()).isZero();
			assertThat(successor.link("fd/0")).isEqualTo("/dev/null");
			assertThat(successor.link("fd/1")).isEqualTo(instance.directory().resolve("sample-app.log").toString());
			assertThat(this.bench.processes()).containsExactly(successor);
			reader.assertAlwaysNamed(successor);
		}
		assertThat(instance.log()).contains("Handed over to process");
		assertThat(instance.verb("stop").status()).isZero();
		instance.assertNothingVisible();
	}

	@Test
	void manyHandoversLeakNothing() throws IOException {
		Path temporary = Files.createDirectory(this.bench.directory().resolve("tmp"));
		Instance instance = instance().options(Possessions.CONSTANT_THREADS, "-Djava.io.tmpdir=" + temporary);
		instance.started();
		ProcFs early = handOver(instance, 1, 2);
		Possessions before = Possessions.of(early, temporary);
		ProcFs late = handOver(instance, 3, MANY);
		assertThat(Possessions.of(late, temporary)).isEqualTo(before);
		assertThat(this.bench.processes()).containsExactly(late);
		assertThat(late.environment())
			.anyMatch((variable) -> variable.matches("_JDAEMON=.* generation=" + MANY + " .*"));
	}

	private ProcFs handOver(Instance instance, int from, int to) {
		for (int generation = from; generation <= to; generation++) {
			ProcFs predecessor = instance.daemon();
			Signal.USR1.send(predecessor.pid());
			instance.awaitLogged("Handed over to process", generation);
			awaitGone(predecessor);
		}
		return instance.daemon();
	}

	@Test
	void successorThatFailsLeavesThePredecessor() throws IOException, InterruptedException {
		Instance instance = instance();
		ProcFs predecessor = instance.started();
		try (PidFileReader reader = new PidFileReader(instance.pidFile())) {
			for (String fault : List.of("fault.throws", "fault.dies-when-ready", "fault.exits")) {
				set(instance, fault + "=true");
				Launch.Result result = instance.verb("restart");
				assertThat(result.status()).as(fault + ": " + result).isEqualTo(1);
				assertThat(result.err()).startsWith(
						"sample-app (pid " + predecessor.pid() + ") goes on without a restart: The successor (pid ");
				assertOnly(instance, predecessor);
			}
			set(instance, "fault.hangs=true");
			Signal.KILL.send(beginHandover(predecessor).pid());
			instance.awaitLogged("Restart requested by SIGUSR1 failed: The successor (pid ", 4);
			assertOnly(instance, predecessor);
			reader.assertAlwaysNamed(predecessor);
		}
		// The cause is mended.
		set(instance, "");
		assertThat(instance.verb("restart").status()).isZero();
		awaitGone(predecessor);
	}

	@Test
	void successorWhoseOutputIsDiscardedTellsItsWords() throws IOException {
		Instance instance = instance().arguments("--jdaemon.out=/dev/null", "--jdaemon.err=/dev/null");
		Launch.Result start = instance.start();
		assertThat(start.status()).as(start.toString()).isZero();
		set(instance, "fault.throws=true");
		assertThat(instance.verb("restart").err()).contains("it ended with status 1, its last words: ");
	}

	@Test
	void successorThatHangsIsEnded() throws IOException {
		Instance instance = instance().arguments("--jdaemon.startup-timeout=10s");
		ProcFs predecessor = instance.started();
		set(instance, "fault.hangs=true");
		Launch.Result result = instance.verb("restart");
		assertThat(result.err()).contains("was not ready within 10 s (jdaemon.startup-timeout)");
		assertOnly(instance, predecessor);
	}

	@ParameterizedTest
	@EnumSource
	void predecessorThatIsKilledLeavesTheSuccessor(Stage stage) {
		Instance instance = instance();
		ProcFs predecessor = instance.started();
		ProcFs successor = beginHandover(predecessor);
		instance.awaitLogged(stage.words, stage.times);
		Signal.KILL.send(predecessor.pid());
		await().atMost(Instance.PATIENCE).until(() -> instance.daemon().equals(successor));
		assertOnly(instance, successor);
		assertThat(instance.start().status()).isEqualTo(75);
		assertThat(instance.verb("stop").status()).isZero();
		instance.assertNothingVisible();
	}

	@Test
	void stopDuringAHandoverEndsBoth() throws IOException {
		Instance instance = instance();
		ProcFs predecessor = instance.started();
		set(instance, "fault.hangs=true");
		ProcFs successor = beginHandover(predecessor);
		assertThat(instance.verb("stop").status()).isZero();
		assertThat(successor.alive()).isFalse();
		assertThat(this.bench.processes()).isEmpty();
		instance.assertNothingVisible();
	}

	@Test
	void stopOnceTheSuccessorIsReadyEndsBoth() {
		Instance instance = instance();
		ProcFs predecessor = instance.started();
		beginHandover(predecessor);
		instance.awaitLogged(Instance.READY, 2);
		assertThat(instance.verb("stop").status()).isZero();
		await().atMost(Instance.PATIENCE).until(() -> this.bench.processes().isEmpty());
		instance.assertNothingVisible();
	}

	@Test
	void secondRestartDuringAHandoverIsMerged() throws IOException {
		Instance instance = instance();
		ProcFs predecessor = instance.started();
		beginHandover(predecessor);
		Signal.USR1.send(predecessor.pid());
		instance.awaitLogged("while restarting: merged", 1);
		awaitGone(predecessor);
		assertOnly(instance, instance.daemon());
		assertThat(instance.logged("Handed over to process")).isOne();
	}

	@Test
	void verbSaysHowItIsDone() {
		Instance instance = this.bench.instance(this.jdk).tiny();
		ProcFs first = instance.started();
		assertThat(instance.verb("restart", "--jdaemon.restart.strategy=handover").status()).isZero();
		ProcFs second = instance.daemon();
		assertThat(second).isNotEqualTo(first);
		awaitGone(first);
		assertThat(instance.verb("restart").status()).isZero();
		assertThat(instance.daemon()).isEqualTo(second);
	}

	@Test
	void anotherStartDuringAHandoverIsRefused() throws IOException {
		Instance instance = instance();
		ProcFs predecessor = instance.started();
		set(instance, "fault.hangs=true");
		beginHandover(predecessor);
		set(instance, "");
		Launch.Result result = instance.start();
		assertThat(result.status()).as(result.toString()).isEqualTo(75);
		assertThat(result.err()).contains("is already running (pid " + predecessor.pid());
	}

	private Instance instance() {
		return this.bench.instance(this.jdk).tiny().arguments("--jdaemon.restart.strategy=handover");
	}

	private static void set(Instance instance, String settings) throws IOException {
		Files.writeString(instance.directory().resolve("fault.properties"), settings + "\n");
	}

	private ProcFs beginHandover(ProcFs predecessor) {
		Signal.USR1.send(predecessor.pid());
		return await().atMost(Instance.PATIENCE)
			.until(() -> successor(predecessor), (found) -> found.size() == 1)
			.get(0);
	}

	// The preflight starts another Java, which ends soon.
	private List<ProcFs> successor(ProcFs predecessor) {
		return this.bench.processes()
			.stream()
			.filter((process) -> !process.equals(predecessor)
					&& process.environment().stream().anyMatch((variable) -> variable.contains(" predecessor=")))
			.toList();
	}

	private static void awaitGone(ProcFs process) {
		await().atMost(Instance.PATIENCE).until(() -> !process.alive());
	}

	private void assertOnly(Instance instance, ProcFs process) {
		await().atMost(Instance.PATIENCE).until(() -> this.bench.processes().equals(List.of(process)));
		assertThat(instance.daemon()).isEqualTo(process);
		assertThat(instance.lockFile()).doesNotExist();
	}

	/** How far a handover has come, as the log tells. */
	enum Stage {

		STARTING("Restarting by handover", 1), READY(Instance.READY, 2), DRAINING("Handed over to process", 1);

		private final String words;

		private final int times;

		Stage(String words, int times) {
			this.words = words;
			this.times = times;
		}

	}

}
