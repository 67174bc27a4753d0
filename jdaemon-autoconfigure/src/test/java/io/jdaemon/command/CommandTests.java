package io.jdaemon.command;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

import io.jdaemon.DaemonInfo;
import io.jdaemon.Mode;
import io.jdaemon.RestartOutcome;
import io.jdaemon.RestartRequester;
import io.jdaemon.RestartResult;
import io.jdaemon.RestartStrategy;
import io.jdaemon.output.PrintableText;
import io.jdaemon.pidfile.InstanceState;
import io.jdaemon.process.ExitStatus;
import io.jdaemon.process.ProcessIdentity;
import io.jdaemon.restart.TestRequests;
import io.jdaemon.settings.ProcessSettings;
import io.jdaemon.settings.RestartSettings;
import io.jdaemon.settings.Settings;
import io.jdaemon.settings.TestSettings;
import io.jdaemon.signals.ProcessSignal;
import io.jdaemon.signals.SignalAction;
import io.jdaemon.status.InstanceConfiguration;
import io.jdaemon.status.InstanceFacts;
import io.jdaemon.status.PublishedStatus;
import io.jdaemon.status.Reopenings;
import io.jdaemon.status.RestartCounts;
import io.jdaemon.status.RestartHistory;
import io.jdaemon.status.RestartResults;
import io.jdaemon.status.State;
import io.jdaemon.status.Status;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the commands, against an instance that is a fake.
 */
class CommandTests {

	private static final String NOT_RUNNING = "orders is not running: no process holds the PID file "
			+ Path.of("run/orders.pid").toAbsolutePath() + " (the default of jdaemon.pid-file)";

	private static final String PID_FILE = Path.of("run/orders.pid").toAbsolutePath().toString();

	private static final ProcessIdentity SUCCESSOR = new ProcessIdentity(4712, 200);

	private static final Duration LONG = Duration.ofHours(1);

	private static final Duration SHORT = Duration.ofMillis(5);

	private static final Map<SignalAction, ProcessSignal> SIGNALS = Map.of(SignalAction.STOP, ProcessSignal.TERM,
			SignalAction.RESTART, ProcessSignal.USR1, SignalAction.REOPEN, ProcessSignal.HUP);

	private static final InstanceState OTHER_USER = new InstanceState.OtherUser(4711, Optional.of("root"));

	private @Nullable RestartStrategy strategy;

	private final FakeInstance instance = new FakeInstance();

	private final ByteArrayOutputStream words = new ByteArrayOutputStream();

	private final List<String> progress = new ArrayList<>();

	private Duration timeout = LONG;

	private String origin = "";

	private ExitStatus missing = ExitStatus.NOTHING_RUNNING;

	private Map<ProcessSignal, SignalAction> signals = Map.of(ProcessSignal.TERM, SignalAction.STOP);

	@Test
	void stopSignalsAndWaitsForTheEndAndTheLock() {
		this.instance.status = status(State.READY, 0, 0);
		this.instance.then(() -> this.instance.state = new InstanceState.NotRunning()).then(() -> {
			this.instance.gone();
			// of a launcher that has not seen the end yet
			this.instance.state = new InstanceState.Starting();
		}).then(() -> this.instance.state = new InstanceState.NotRunning());
		assertThat(stop(false)).satisfies((outcome) -> {
			assertThat(outcome.status()).isEqualTo(ExitStatus.DONE);
			assertThat(outcome.sentence()).matches("Stopped orders \\(pid 4711\\) in \\d+\\.\\d s");
		});
		assertThat(this.instance.done).containsExactly("TERM");
		assertThat(this.instance.introduced).isEqualTo(SignalAction.STOP);
	}

	@Test
	void stopWhenAnotherInstanceHasTheLockByNowIsDone() {
		this.instance.then(() -> {
			this.instance.gone();
			this.instance.state = new InstanceState.Running(new ProcessIdentity(4712, 200));
		});
		assertThat(stop(false).status()).isEqualTo(ExitStatus.DONE);
	}

	@Test
	void stopWhenNothingRunsIsDone() {
		for (InstanceState state : new InstanceState[] { new InstanceState.NotRunning(),
				new InstanceState.StalePidFile(OptionalLong.empty()) }) {
			this.instance.state = state;
			assertThat(stop(true)).isEqualTo(CommandResult.done(NOT_RUNNING));
		}
		assertThat(this.instance.done).isEmpty();
	}

	@Test
	void stopRemovesStalePidFile() {
		this.instance.state = new InstanceState.StalePidFile(OptionalLong.of(4711));
		CommandResult result = stop(false);
		assertThat(result).isEqualTo(CommandResult
			.done("orders is not running; its stale PID file " + settings().pidFile() + " (pid 4711) was removed"));
		assertThat(this.instance.done).containsExactly("remove");
	}

	@Test
	void stopSaysWhyAStalePidFileStays() {
		this.instance.state = new InstanceState.StalePidFile(OptionalLong.of(4711));
		this.instance.removalFailure = new AccessDeniedException("/run/.orders.pid.lock");
		assertThat(stop(false)).isEqualTo(CommandResult.done("orders is not running; its stale PID file "
				+ settings().pidFile() + " (pid 4711) cannot be removed: /run/.orders.pid.lock: Permission denied"));
	}

	@Test
	void textForTheTerminalHasNoControlCharacters() {
		assertThat(PrintableText.of("caf\u00e9 \u001b[31m\u009b1m\rx\n\u0007\u202e\u2028\u007f"))
			.isEqualTo("caf\u00e9 ?[31m?1m?x?????");
	}

	@Test
	void stopWhenPidIsNotKnownYetWaitsForIt() {
		this.instance.state = new InstanceState.Starting();
		this.instance.then(() -> this.instance.state = new InstanceState.Running(FakeInstance.PROCESS))
			.then(this.instance::gone);
		assertThat(stop(false).status()).isEqualTo(ExitStatus.DONE);
		assertThat(this.instance.done).containsExactly("TERM");
	}

	@Test
	void stopWhenPidStaysUnknownGivesUp() {
		this.instance.state = new InstanceState.Starting();
		this.timeout = SHORT;
		assertThat(stop(true)).isEqualTo(new CommandResult(ExitStatus.TIMED_OUT,
				"orders has no PID yet after 0 s: another process holds run/orders.pid"));
		assertThat(this.instance.done).isEmpty();
	}

	@Test
	void stopWhenAlreadyStoppingOnlyWaits() {
		this.instance.status = status(State.STOPPING, 0, 0);
		this.instance.then(this.instance::gone);
		assertThat(stop(false).status()).isEqualTo(ExitStatus.DONE);
		assertThat(this.instance.done).isEmpty();
	}

	@Test
	void stopSendsTheSignalThatTheProcessNames() {
		this.instance.status = Status.starting(info(0), Map.of(SignalAction.STOP, ProcessSignal.INT), null)
			.in(State.READY);
		this.instance.then(this.instance::gone);
		assertThat(stop(false).status()).isEqualTo(ExitStatus.DONE);
		assertThat(this.instance.done).containsExactly("INT");
	}

	@Test
	void stopWhenNoSignalStopsIsRefused() {
		this.signals = Map.of(ProcessSignal.HUP, SignalAction.REOPEN);
		assertThat(stop(true)).isEqualTo(new CommandResult(ExitStatus.WRONG_SETTING,
				"orders (pid 4711) has no signal mapped to stop; set jdaemon.signals.<NAME>=stop "
						+ "and start it again"));
		assertThat(this.instance.done).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					false | orders (pid 4711) is still there after 0 s; use --jdaemon.force=true to kill it
					true  | orders (pid 4711) is still there after 0 s, suspended by a signal; use --jdaemon.force=true to kill it
					""")
	void stopWhenProcessKeepsRunningReportsThat(boolean suspended, String sentence) {
		this.timeout = SHORT;
		this.instance.suspended = suspended;
		assertThat(stop(false)).isEqualTo(new CommandResult(ExitStatus.TIMED_OUT, sentence));
		assertThat(this.instance.done).containsExactly("TERM");
	}

	@Test
	void stopByForceKillsAndRemovesStaleFiles() {
		this.timeout = SHORT;
		assertThat(stop(true))
			.isEqualTo(CommandResult.done("Killed orders (pid 4711), which was still there after 0 s"));
		assertThat(this.instance.done).containsExactly("TERM", "KILL", "remove");
	}

	@Test
	void processOfAnotherUserIsLeftAlone() {
		this.instance.state = OTHER_USER;
		CommandResult refused = new CommandResult(ExitStatus.NOT_PERMITTED,
				"orders (pid 4711) runs as another user, root, and is left alone");
		assertThat(stop(true)).isEqualTo(refused);
		assertThat(restart()).isEqualTo(refused);
		assertThat(reopen()).isEqualTo(refused);
		assertThat(this.instance.done).isEmpty();
	}

	@Test
	void restartWaitsForDecisionAndThenForReady() {
		this.instance.status = status(State.READY, 2, 5);
		this.instance.then(() -> {
		})
			.then(() -> this.instance.status = status(State.RESTARTING, 2, 6))
			.then(() -> this.instance.status = null)
			.then(() -> this.instance.status = status(State.STARTING, 3, 6))
			.then(() -> this.instance.status = status(State.READY, 3, 6));
		assertThat(restart()).satisfies((outcome) -> {
			assertThat(outcome.status()).isEqualTo(ExitStatus.DONE);
			assertThat(outcome.sentence()).matches("Restarted orders \\(pid 4711, restart 3\\) in \\d+\\.\\d s");
		});
		assertThat(this.instance.done).containsExactly("USR1");
	}

	@Test
	void restartReportsThePauseOfNewConnections() {
		this.instance.status = status(State.READY, 2, 5);
		this.instance.then(() -> this.instance.status = status(State.READY, 3, 6).with(
				new RestartResult(Instant.EPOCH, Duration.ofSeconds(80), Duration.ofMillis(9_740), RestartStrategy.EXEC,
						new RestartRequester(RestartRequester.Kind.SIGNAL, "SIGUSR1", null, null, null),
						RestartOutcome.COMPLETED, null, null)));
		assertThat(restart().sentence()).endsWith(" s; new connections waited for 9.7 s");
	}

	@Test
	void restartRequestsStrategyBeforeItSignals() {
		this.strategy = RestartStrategy.HANDOVER;
		this.instance.status = status(State.READY, 2, 5);
		this.instance.then(() -> this.instance.status = status(State.READY, 3, 6));
		assertThat(restart().status()).isEqualTo(ExitStatus.DONE);
		assertThat(this.instance.done).containsExactly("request HANDOVER", "USR1");
	}

	@Test
	void restartByHandoverIsDoneOnceTheSuccessorHoldsThePidFile() {
		this.instance.status = status(State.READY, 2, 5);
		this.instance.then(() -> this.instance.status = status(State.RESTARTING, 2, 6)).then(() -> {
			this.instance.state = new InstanceState.Running(new ProcessIdentity(4712, 200));
			this.instance.status = Status
				.starting(new DaemonInfo(4712, 3, Mode.DAEMON, Instant.EPOCH, Instant.EPOCH), SIGNALS, null)
				.in(State.READY);
		});
		assertThat(restart().sentence()).startsWith("Restarted orders (pid 4712, restart 3) in ");
	}

	@Test
	void restartIsDoneIfThePidFileChangesHandsBetweenTwoQuestions() {
		this.instance.status = status(State.READY, 2, 5);
		this.instance.then(() -> this.instance.status = status(State.RESTARTING, 2, 6))
			.then(() -> this.instance.beforeStatus = this::handOver);
		assertThat(restart().sentence()).startsWith("Restarted orders (pid 4712, restart 3) in ");
	}

	@Test
	void restartActsOnTheSuccessorIfThePidFileChangesHandsAtFirst() {
		this.instance.status = status(State.READY, 2, 5);
		this.instance.beforeStatus = this::handOver;
		this.instance.then(() -> this.instance.others.put(SUCCESSOR, successor().afterDecision()
			.with(RestartResults.refused(TestRequests.SIGUSR1, RestartStrategy.EXEC, "No."))));
		assertThat(restart().sentence()).isEqualTo("orders (pid 4712) was not restarted and keeps running: No.");
	}

	@Test
	void statusIsThatOfTheSuccessorIfThePidFileChangesHands() throws Exception {
		this.instance.status = status(State.READY, 2, 5);
		this.instance.beforeStatus = this::handOver;
		this.instance.alive = false;
		assertThat(status(OutputFormat.TEXT, 10).sentence())
			.isEqualTo("orders is running (pid 4712, up 10 s, restart 3)");
	}

	@Test
	void reopenActsOnTheSuccessorIfThePidFileChangesHands() {
		this.instance.status = status(State.READY, 2, 5);
		this.instance.then(this::handOver)
			.then(() -> this.instance.others.put(SUCCESSOR, successor().afterReopening(null)));
		assertThat(reopen().sentence()).isEqualTo("Reopened the output files of orders (pid 4712)");
		assertThat(this.instance.done).containsExactly("HUP", "HUP");
	}

	@Test
	void reopenByAPredecessorThatHasHandedOverIsNotEnough() {
		this.instance.status = status(State.READY, 2, 5);
		this.instance.then(() -> this.instance.beforeStatus = () -> {
			handOver();
			this.instance.status = this.instance.status.afterReopening(null);
		}).then(() -> this.instance.others.put(SUCCESSOR, successor().afterReopening(null)));
		assertThat(reopen().sentence()).isEqualTo("Reopened the output files of orders (pid 4712)");
		assertThat(this.instance.done).containsExactly("HUP", "HUP");
	}

	@Test
	void stopEndsTheSuccessorIfThePidFileChangesHands() {
		this.instance.status = status(State.READY, 2, 5);
		this.instance.then(this::handOver).then(() -> this.instance.alive = false).then(this.instance::gone);
		assertThat(stop(false).sentence()).startsWith("Stopped orders (pid 4712) in ");
		assertThat(this.instance.done).containsExactly("TERM", "TERM");
	}

	@Test
	void stopWaitsForPredecessorsThatDrain() {
		handOver();
		this.instance.draining.add(SUCCESSOR);
		this.instance.then(() -> {
			this.instance.state = new InstanceState.NotRunning();
			this.instance.draining.clear();
		}).then(() -> this.instance.alive = false);
		assertThat(stop(false).sentence())
			.startsWith("Stopped orders (pid 4712) and its predecessor (pid 4711), which was draining, in ");
		assertThat(this.instance.alive).isFalse();
	}

	@Test
	void stopByForceKillsPredecessorsToo() {
		handOver();
		this.timeout = SHORT;
		CommandResult result = stop(true);
		assertThat(this.instance.done).contains("KILL", "KILL 4711");
		assertThat(result.sentence()).contains("Killed orders (pid 4712)");
	}

	@Test
	void stopWhenOnlyAPredecessorIsLeftWaitsForIt() {
		handOver();
		this.instance.state = new InstanceState.NotRunning();
		this.instance.published = List.of(new PublishedStatus(FakeInstance.PROCESS, draining()));
		this.instance.then(() -> this.instance.alive = false);
		assertThat(stop(false).sentence()).startsWith("Stopped orders (pid 4711) in ");
		assertThat(this.instance.done).isEmpty();
	}

	@Test
	void statusNamesPredecessorsThatDrain() throws Exception {
		handOver();
		assertThat(status(OutputFormat.TEXT, 10).sentence()).isEqualTo(
				"orders is running (pid 4712, up 10 s, restart 3), its predecessor (pid 4711) is still draining");
		assertThat(status(OutputFormat.JSON, 10).sentence()).contains("draining=[4711]");
		this.instance.state = new InstanceState.NotRunning();
		this.instance.published = List.of(new PublishedStatus(FakeInstance.PROCESS, draining()));
		assertThat(status(OutputFormat.TEXT, 10).sentence())
			.isEqualTo("orders is stopping (pid 4711, up 10 s, restart 2)");
	}

	@Test
	void missingInstanceNamesProcessesOfTheSameJar() throws Exception {
		this.instance.state = new InstanceState.NotRunning();
		InstanceFacts other = new InstanceFacts("billing", "/srv/billing.jar", "/", null, SHORT, SHORT, List.of());
		InstanceFacts foreground = new InstanceFacts("orders", "/srv/orders.jar", "/tmp", null, SHORT, SHORT,
				List.of());
		this.instance.published = Stream.of(other, foreground, facts("/run/o.pid"))
			.map((facts) -> new PublishedStatus(SUCCESSOR, status(State.READY, 0, 0).with(facts)))
			.toList();
		String others = "; process 4712 runs the same jar from the directory /tmp, without a PID file"
				+ "; process 4712 runs the same jar from the directory /srv, PID file /run/o.pid";
		assertThat(stop(false)).isEqualTo(CommandResult.done(NOT_RUNNING + others));
		assertThat(restart().sentence()).isEqualTo(NOT_RUNNING + others);
		assertThat(status(OutputFormat.TEXT, 10).sentence()).isEqualTo(NOT_RUNNING + others);
		this.instance.state = new InstanceState.StalePidFile(OptionalLong.empty());
		assertThat(status(OutputFormat.TEXT, 10).sentence()).endsWith(" is there" + others);
	}

	@Test
	void missingInstanceNamesTheOriginOfThePidFile() {
		this.instance.state = new InstanceState.NotRunning();
		this.origin = ", set in orders.yml";
		assertThat(stop(false).sentence()).endsWith("/run/orders.pid (jdaemon.pid-file, set in orders.yml)");
	}

	@Test
	void missingInstanceNamesAFewOfManyProcesses() {
		this.instance.state = new InstanceState.NotRunning();
		PublishedStatus other = new PublishedStatus(SUCCESSOR, status(State.READY, 0, 0).with(facts("/run/o.pid")));
		this.instance.published = Collections.nCopies(20, other);
		assertThat(stop(false).sentence().split("; process 4712 runs the same jar")).hasSize(1 + 5);
	}

	private static InstanceFacts facts(String pidFile) {
		return new InstanceFacts("orders", "/srv/orders.jar", "/srv", pidFile, SHORT, SHORT, List.of());
	}

	private void handOver() {
		this.instance.status = status(State.STOPPING, 2, 6);
		this.instance.others.put(SUCCESSOR, successor());
		this.instance.state = new InstanceState.Running(SUCCESSOR);
	}

	private static Status draining() {
		return status(State.STOPPING, 2, 6).with(facts(List.of()));
	}

	private static Status successor() {
		return Status.starting(new DaemonInfo(4712, 3, Mode.DAEMON, Instant.EPOCH, Instant.EPOCH), SIGNALS, null)
			.in(State.READY)
			.with(facts(List.of(FakeInstance.PROCESS)));
	}

	private static InstanceFacts facts(List<ProcessIdentity> predecessors) {
		return new InstanceFacts("orders", "/srv/orders.jar", "/srv",
				Path.of("run/orders.pid").toAbsolutePath().toString(), SHORT, SHORT, predecessors);
	}

	@Test
	void restartWhenSuccessorFailsReportsReason() {
		this.instance.status = status(State.READY, 0, 0);
		this.instance.then(() -> this.instance.status = status(State.RESTARTING, 0, 1))
			.then(() -> this.instance.status = status(State.READY, 0, 1).with(RestartResults
				.failed(TestRequests.SIGUSR1, RestartStrategy.EXEC, "The successor (pid 4712) failed.")));
		assertThat(restart()).isEqualTo(new CommandResult(ExitStatus.FAILED,
				"orders (pid 4711) was not restarted and keeps running: The successor (pid 4712) failed."));
	}

	@Test
	void restartWhileStartingWaitsForTheRestartThatFollows() {
		this.instance.status = status(State.STARTING, 0, 0);
		this.instance.then(() -> this.instance.status = status(State.READY, 0, 0))
			.then(() -> this.instance.status = status(State.RESTARTING, 0, 1))
			.then(() -> this.instance.status = status(State.READY, 1, 1));
		assertThat(restart().sentence()).startsWith("Restarted orders (pid 4711, restart 1)");
	}

	@Test
	void restartWhileRestartingIsMerged() {
		this.instance.status = status(State.RESTARTING, 0, 1);
		this.instance.then(() -> this.instance.status = status(State.RESTARTING, 0, 2))
			.then(() -> this.instance.status = status(State.READY, 1, 2));
		assertThat(restart().sentence()).startsWith("Restarted orders (pid 4711, restart 1)");
	}

	@Test
	void restartPrintsWhatTheInstanceWaitsFor() {
		this.instance.status = status(State.READY, 0, 0);
		this.instance
			.then(() -> this.instance.status = status(State.READY, 0, 0).whileDoing("waiting for the permit of orders"))
			.then(() -> this.instance.status = status(State.READY, 0, 0).whileDoing("waiting for the permit of orders"))
			.then(() -> this.instance.status = status(State.READY, 0, 0).whileDoing("rehearsing the next version"))
			.then(() -> this.instance.status = status(State.READY, 1, 1));
		assertThat(restart().status()).isEqualTo(ExitStatus.DONE);
		assertThat(this.progress).containsExactly("orders (pid 4711) is waiting for the permit of orders",
				"orders (pid 4711) is rehearsing the next version");
	}

	@Test
	void restartWhenRefusedReportsReason() {
		this.instance.status = status(State.READY, 0, 0);
		this.instance.then(() -> this.instance.status = status(State.READY, 0, 1)
			.with(RestartResults.refused(TestRequests.SIGUSR1, RestartStrategy.EXEC, "The jar is missing.")));
		assertThat(restart()).isEqualTo(new CommandResult(ExitStatus.FAILED,
				"orders (pid 4711) was not restarted and keeps running: The jar is missing."));
	}

	@Test
	void restartWhenNewImageRunsOnceSaysSo() {
		this.instance.status = status(State.READY, 0, 0);
		this.instance.then(() -> this.instance.status = status(State.RESTARTING, 0, 1)).then(() -> {
			this.instance.last = status(State.STARTING, 1, 1)
				.with(RestartResults.ended(RestartResults.completed(TestRequests.SIGUSR1, OptionalLong.empty())));
			this.instance.state = new InstanceState.NotRunning();
			this.instance.gone();
		});
		CommandResult result = restart();
		assertThat(result.status()).isEqualTo(ExitStatus.DONE);
		assertThat(result.sentence()).startsWith("Restarted orders (pid 4711, restart 1) in ")
			.endsWith(" s; it ran and ended");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void restartWhenNewImageFailsPrintsItsOutput(boolean seen) {
		this.instance.status = status(State.READY, 0, 0);
		this.instance.words = "no database\n";
		this.instance.then(() -> this.instance.status = status(State.RESTARTING, 0, 1));
		if (seen) {
			this.instance.then(() -> this.instance.status = status(State.STARTING, 1, 1))
				.then(() -> this.instance.status = status(State.STOPPING, 1, 1));
		}
		this.instance.then(() -> this.instance.state = new InstanceState.NotRunning()).then(() -> {
			this.instance.words += "last words\n";
			this.instance.gone();
		});
		assertThat(restart()).isEqualTo(new CommandResult(ExitStatus.FAILED,
				"orders failed to restart: it ended before it was ready (pid 4711, output o.log and e.log)"));
		assertThat(this.words.toString(StandardCharsets.UTF_8)).isEqualTo("no database\nlast words\n");
	}

	@Test
	void restartWhenNewImageFailsRepeatsTheCauseAfterLongOutput() {
		this.instance.status = status(State.READY, 0, 0);
		this.instance.words = "Caused by: java.io.IOException: no database\n" + "\tat a.B.c(B.java:1)\n".repeat(10);
		this.instance.then(() -> this.instance.status = status(State.RESTARTING, 0, 1)).then(this.instance::gone);
		assertThat(restart().status()).isEqualTo(ExitStatus.FAILED);
		assertThat(this.words.toString(StandardCharsets.UTF_8))
			.isEqualTo(this.instance.words + "Caused by: java.io.IOException: no database\n");
	}

	@Test
	void restartWhileStoppingSendsNoSignal() {
		this.instance.status = status(State.STOPPING, 0, 0);
		assertThat(restart()).isEqualTo(new CommandResult(ExitStatus.NOTHING_RUNNING, "orders (pid 4711) is stopping"));
		assertThat(this.instance.done).isEmpty();
	}

	@Test
	void restartWhenStopComesFirstReportsThat() {
		this.instance.status = status(State.READY, 0, 0);
		this.instance.then(() -> this.instance.status = status(State.STOPPING, 0, 1));
		assertThat(restart()).isEqualTo(new CommandResult(ExitStatus.NOTHING_RUNNING, "orders (pid 4711) is stopping"));
	}

	@Test
	void restartWhenProcessEndsBeforeItReportsThat() {
		this.instance.status = status(State.READY, 0, 0);
		this.instance.then(this.instance::gone);
		assertThat(restart())
			.isEqualTo(new CommandResult(ExitStatus.NOTHING_RUNNING, "orders (pid 4711) has ended without a restart"));
	}

	@Test
	void restartWhoseLastStepFailsReportsTheLastWordOfTheProcess() {
		this.instance.status = status(State.READY, 0, 0);
		this.instance.last = status(State.RESTARTING, 0, 1).with(RestartResults.failed(TestRequests.SIGUSR1,
				RestartStrategy.EXEC, "the next image could not be started"));
		this.instance.then(this.instance::gone);
		CommandResult result = restart();
		assertThat(result.status()).isEqualTo(ExitStatus.FAILED);
		assertThat(result.sentence())
			.startsWith("orders failed to restart: the next image could not be started (pid 4711, output ");
	}

	@Test
	void restartWhenNothingRunsReportsThat() {
		this.instance.state = new InstanceState.StalePidFile(OptionalLong.of(4711));
		assertThat(restart()).isEqualTo(new CommandResult(ExitStatus.NOTHING_RUNNING, NOT_RUNNING));
	}

	@Test
	void restartIfRunningIsDoneWhenNothingRuns() {
		this.missing = ExitStatus.DONE;
		this.instance.state = new InstanceState.NotRunning();
		assertThat(restart()).isEqualTo(CommandResult.done(NOT_RUNNING));
		assertThat(run(new RefusedRestart(settings(), this.instance, this.missing, "It is broken.")))
			.isEqualTo(CommandResult.done(NOT_RUNNING));
	}

	@Test
	void restartIfRunningIsDoneWhenInstanceIsStopping() {
		this.missing = ExitStatus.DONE;
		this.instance.status = status(State.STOPPING, 0, 0);
		assertThat(restart()).isEqualTo(CommandResult.done("orders (pid 4711) is stopping"));
	}

	@Test
	void restartIfRunningWhenProcessEndsBeforeItFails() {
		this.missing = ExitStatus.DONE;
		this.instance.status = status(State.READY, 0, 0);
		this.instance.then(this.instance::gone);
		assertThat(restart().status()).isEqualTo(ExitStatus.NOTHING_RUNNING);
	}

	@Test
	void restartWhenNothingHappensGivesUp() {
		this.timeout = SHORT;
		this.instance.status = status(State.READY, 0, 0);
		assertThat(restart()).isEqualTo(new CommandResult(ExitStatus.TIMED_OUT,
				"orders (pid 4711) has not acted on the request to restart within 0 s"));
		this.instance.then(() -> this.instance.status = status(State.STARTING, 1, 1));
		assertThat(restart()).isEqualTo(new CommandResult(ExitStatus.TIMED_OUT,
				"orders (pid 4711) is not ready yet: its restart takes longer than 0 s"));
	}

	@Test
	void restartWhenProcessPublishesNothingSendsNoSignal() {
		assertThat(restart().sentence()).startsWith("orders (pid 4711) does not publish its state");
		assertThat(this.instance.done).isEmpty();
	}

	@Test
	void reopenWaitsUntilItIsDone() {
		this.instance.status = status(State.READY, 0, 0);
		this.instance.then(() -> this.instance.status = null)
			.then(() -> this.instance.status = status(State.READY, 0, 0).afterReopening(null));
		assertThat(reopen()).isEqualTo(CommandResult.done("Reopened the output files of orders (pid 4711)"));
		assertThat(this.instance.done).containsExactly("HUP");
	}

	@Test
	void reopenWhenItFailsReportsReason() {
		this.instance.status = status(State.READY, 0, 0);
		this.instance.then(() -> this.instance.status = status(State.READY, 0, 0).afterReopening("Is a directory"));
		assertThat(reopen()).isEqualTo(new CommandResult(ExitStatus.FAILED,
				"orders (pid 4711) keeps its current output files: Is a directory"));
	}

	@Test
	void reopenWhenProcessEndsOrDoesNothingReportsThat() {
		this.timeout = SHORT;
		this.instance.status = status(State.READY, 0, 0);
		assertThat(reopen().status()).isEqualTo(ExitStatus.TIMED_OUT);
		this.instance.then(this.instance::gone);
		assertThat(reopen()).isEqualTo(new CommandResult(ExitStatus.NOTHING_RUNNING, "orders (pid 4711) has ended"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			READY      | 0 | 0      | orders is running (pid 4711, up 0 s)
			READY      | 0 | 59     | orders is running (pid 4711, up 59 s)
			READY      | 0 | 61     | orders is running (pid 4711, up 1 min 1 s)
			READY      | 2 | 3660   | orders is running (pid 4711, up 1 h 1 min, restart 2)
			READY      | 2 | 273600 | orders is running (pid 4711, up 3 d 4 h, restart 2)
			READY      | 0 | -60    | orders is running (pid 4711, up 0 s)
			STARTING   | 0 | 1      | orders is starting (pid 4711, up 1 s)
			STARTING   | 1 | 1      | orders is restarting (pid 4711, up 1 s, restart 1)
			RESTARTING | 0 | 1      | orders is restarting (pid 4711, up 1 s)
			STOPPING   | 0 | 1      | orders is stopping (pid 4711, up 1 s)
			""")
	void statusReportsStateAndUpTime(State state, int generation, long seconds, String sentence) throws Exception {
		this.instance.status = status(state, generation, 0);
		assertThat(status(OutputFormat.TEXT, seconds).with(List.of())).isEqualTo(CommandResult.done(sentence));
	}

	@Test
	void statusReportsThatRestartWasRefused() throws Exception {
		this.instance.status = status(State.READY, 0, 1)
			.with(RestartResults.refused(TestRequests.SIGUSR1, RestartStrategy.EXEC, "The jar is missing."));
		assertThat(status(OutputFormat.TEXT, 1).sentence())
			.isEqualTo("orders is running (pid 4711, up 1 s), last restart refused: The jar is missing.");
	}

	@Test
	void statusHasDetailsForPeople() throws Exception {
		RestartResult handover = new RestartResult(Instant.ofEpochSecond(60), Duration.ofMillis(4200),
				Duration.ofMillis(3900), RestartStrategy.HANDOVER, RestartRequester.command("SIGUSR1", "alice", 7),
				RestartOutcome.COMPLETED, null, 4700L);
		this.instance.status = status(State.READY, 2, 1).with(handover)
			.with(new InstanceConfiguration("/srv/o.log", "/srv/e.log", "exec", "refresh", true));
		assertThat(status(OutputFormat.TEXT, 65).details()).containsExactly(
				"  image         up 1 min 0 s, 300 MB of memory", "  output        /srv/o.log and /srv/e.log",
				"  restarts      by exec, rehearsed, warm",
				"  last restart  1970-01-01 00:01:00, requested by SIGUSR1 (command restart, user alice, pid 7): completed"
						+ " after 4.2 s, with a pause of 3.9 s");
		this.instance.status = status(State.READY, 2, 1)
			.with(RestartResults.failed(TestRequests.SIGUSR1, RestartStrategy.HANDOVER, "It ended."))
			.with(new InstanceConfiguration(null, null, "exec", "none", false));
		assertThat(status(OutputFormat.TEXT, 65).details()).hasSize(3)
			.contains("  restarts      by exec")
			.last()
			.asString()
			.startsWith("  last restart  1970-01-01 00:00:00, requested by SIGUSR1: failed after ");
		assertThat(status(OutputFormat.JSON, 65).details()).isEmpty();
	}

	@Test
	void statusWhenNothingRunsIsThatOfInitScripts() throws Exception {
		this.instance.state = new InstanceState.NotRunning();
		assertThat(status(OutputFormat.TEXT, 0)).isEqualTo(new CommandResult(ExitStatus.NOT_RUNNING, NOT_RUNNING));
		this.instance.state = new InstanceState.StalePidFile(OptionalLong.of(4711));
		assertThat(status(OutputFormat.TEXT, 0)).isEqualTo(new CommandResult(ExitStatus.PID_FILE_LEFT,
				"orders is not running, but its PID file run/orders.pid is there (pid 4711)"));
		this.instance.state = new InstanceState.StalePidFile(OptionalLong.empty());
		assertThat(status(OutputFormat.TEXT, 0)).isEqualTo(new CommandResult(ExitStatus.PID_FILE_LEFT,
				"orders is not running, but its PID file run/orders.pid is there"));
	}

	@Test
	void statusWhenLittleIsKnownReportsThat() throws Exception {
		assertThat(status(OutputFormat.TEXT, 0))
			.isEqualTo(CommandResult.done("orders is running (pid 4711) and does not publish its state"));
		this.instance.state = new InstanceState.Starting();
		assertThat(status(OutputFormat.TEXT, 0)).isEqualTo(CommandResult.done("orders is being started"));
		this.instance.state = OTHER_USER;
		assertThat(status(OutputFormat.TEXT, 0))
			.isEqualTo(CommandResult.done("orders is running (pid 4711) as another user, root"));
		this.instance.state = new InstanceState.OtherUser(4711, Optional.empty());
		assertThat(status(OutputFormat.TEXT, 0))
			.isEqualTo(CommandResult.done("orders is running (pid 4711) as another user"));
	}

	@Test
	void statusAsJsonReportsWhatWasFound() throws Exception {
		Status status = status(State.READY, 2, 1)
			.with(RestartResults.refused(TestRequests.SIGUSR1, RestartStrategy.EXEC, "No."));
		this.instance.status = status;
		assertThat(status(OutputFormat.JSON, 10)).isEqualTo(CommandResult
			.done(new StatusReport("orders", true, 4711L, "ready", status, Duration.ofSeconds(10), List.of(), PID_FILE)
				.toString()));
		this.instance.state = new InstanceState.StalePidFile(OptionalLong.of(4711));
		assertThat(status(OutputFormat.JSON, 10)).isEqualTo(new CommandResult(ExitStatus.PID_FILE_LEFT,
				new StatusReport("orders", false, 4711L, "dead", null, null, List.of(), PID_FILE).toString()));
	}

	private CommandResult stop(boolean force) {
		return run(new StopCommand(settings(), this.instance, force, SHORT));
	}

	private CommandResult restart() {
		return run(new RestartCommand(settings(), this.instance, this.missing, this.words, this.progress::add, SHORT));
	}

	private CommandResult reopen() {
		return run(new ReopenCommand(settings(), this.instance, SHORT));
	}

	private CommandResult status(OutputFormat format, long seconds) throws Exception {
		Clock clock = Clock.fixed(Instant.ofEpochSecond(seconds), ZoneOffset.UTC);
		return new StatusCommand(settings(), this.instance, format, StatusReport::toString, clock).run();
	}

	private static CommandResult run(Command command) {
		try {
			return command.run();
		}
		catch (CommandException ex) {
			return ex.result();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private Settings settings() {
		return new Settings("orders", true, "o.log", "e.log", "run/orders.pid", this.timeout, this.timeout, false,
				this.signals, ProcessSettings.UNCHANGED, new RestartSettings(this.strategy, this.timeout, Set.of()),
				TestSettings.COLD, (property) -> property + this.origin);
	}

	private static Status status(State state, int generation, int decided) {
		return new Status(info(generation), state, SIGNALS, new RestartHistory(decided, null, null, RestartCounts.NONE),
				new Reopenings(0, null), null, null, null, null);
	}

	@Test
	void stopOfProcessThatHaltedItselfTellsWhatItWaitedFor() {
		this.instance.status = status(State.READY, 0, 0);
		this.instance.then(() -> {
			this.instance.last = status(State.STOPPING, 0, 0).cutOff("it was waiting for a pool");
			this.instance.gone();
		});
		CommandResult result = stop(false);
		assertThat(result.status()).isEqualTo(ExitStatus.HALTED);
		assertThat(result.sentence()).matches("Halted orders \\(pid 4711\\) after .* s: it was waiting for a pool");
	}

	@Test
	void restartThatCutOffTheImageBeforeTellsWhatItWaitedFor() {
		this.instance.status = status(State.READY, 0, 0);
		this.instance.then(() -> this.instance.status = status(State.READY, 1, 1).cutOff("it was waiting for a pool"));
		CommandResult result = restart();
		assertThat(result.status()).isEqualTo(ExitStatus.HALTED);
		assertThat(result.sentence()).endsWith("; the image before was cut off: it was waiting for a pool");
	}

	private static DaemonInfo info(int generation) {
		return new DaemonInfo(4711, generation, Mode.DAEMON, Instant.ofEpochSecond(5), Instant.EPOCH);
	}

}
