package io.jdaemon.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.jdaemon.sample.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Lets each system call of jdaemon fail, one after the other. Whatever fails and in
 * whichever process: there is one sentence with the right status, exactly one daemon or
 * none, and the next start works. The results are in target/system-call-faults.txt.
 */
@Thorough
class SystemCallFaultsIT {

	private static final Path REPORT = Path.of("target/system-call-faults.txt");

	// What a command may end with, see ExitStatus
	private static final Set<Integer> STATUSES = Set.of(0, 1, 4, 71, 73);

	private static final Pattern CLASS_NAME = Pattern.compile("\\b(java|com|io)(\\.[a-z]+)+\\.[A-Z]");

	@RegisterExtension
	final Workbench bench = new Workbench();

	private final Jdk jdk = Jdk.tested().iterator().next();

	private final List<String> rows = new ArrayList<>();

	private final List<String> wrong = new ArrayList<>();

	private int traces;

	private int faults;

	@BeforeAll
	static void removeReport() throws IOException {
		Files.deleteIfExists(REPORT);
	}

	@ParameterizedTest
	@EnumSource
	void everyCallFailsInTurn(FaultPhase phase) throws IOException {
		Strace.assumeAvailable();
		for (boolean ofFiles : new boolean[] { false, true }) {
			List<SystemCall> calls = ofFiles ? SystemCall.OF_FILES : SystemCall.OF_ANYTHING;
			Strace whole = strace(ofFiles, SystemCall.traced(calls));
			verify(phase, null, "untouched", whole);
			for (SystemCall call : calls) {
				for (int number : whole.numbers(call).stream().limit(phase.most()).toList()) {
					verify(phase, call, call + " " + number, strace(ofFiles, call.failing(String.valueOf(number))));
				}
			}
		}
		Files.write(REPORT, this.rows, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
		assertThat(this.wrong).isEmpty();
		assertThat(this.faults).isPositive();
	}

	@ParameterizedTest
	@ValueSource(strings = { "ENOSYS", "EPERM" })
	void whereMemfdCreateIsForbiddenOnlyTheStateIsUnknown(String error) {
		Strace.assumeAvailable();
		Strace strace = Strace.followingExec(this.bench.directory().resolve("trace"),
				List.of("-e", "trace=memfd_create", "-e", "inject=memfd_create:error=" + error));
		SampleDaemon sample = sample();
		ProcFs daemon = sample().shell(strace.script()).started();
		sample.command("status")
			.assertStatus("sample-app is running \\(pid " + daemon.pid() + "\\) and does not publish its state");
		for (String command : List.of("restart", "reopen")) {
			Launch.Result result = sample.command(command);
			assertThat(result.status()).as(result.toString()).isEqualTo(1);
			assertThat(result.err()).contains("memfd_create(2) is forbidden where it runs");
		}
		Signal.USR1.send(daemon.pid());
		sample.log().await(SampleDaemon.READY, 2);
		assertThat(sample.command("stop").status()).isZero();
		sample.awaitGone(daemon);
		assertThat(strace.failed()).isNotEmpty();
		Launch.Result failed = sample().shell(strace.script())
			.arguments("--jdaemon.out=/dev/null", "--jdaemon.err=/dev/null", "--fault.throws=true")
			.start();
		assertThat(failed.status()).as(failed.toString()).isEqualTo(1);
		assertThat(failed.err()).startsWith("sample-app failed to start: ");
	}

	private Strace strace(boolean ofFiles, List<String> options) {
		Path directory = this.bench.directory();
		List<String> paths = new ArrayList<>();
		if (ofFiles) {
			for (String name : List.of("sample-app.pid", ".sample-app.pid.lock", "sample-app.log")) {
				paths.addAll(List.of(name, directory.resolve(name).toString()));
			}
			for (String name : List.of("status", "request", "output")) {
				paths.add("/memfd:jdaemon " + name + " (deleted)");
			}
			paths.add(this.jdk.java().toString());
		}
		return new Strace(directory.resolve("trace-" + this.traces++), paths, options);
	}

	private SampleDaemon sample() {
		return this.bench.sample(this.jdk)
			.tiny()
			.options("-XX:-UsePerfData")
			.arguments("--jdaemon.startup-timeout=20s", "--jdaemon.stop-timeout=10s",
					"--jdaemon.restart.drain-timeout=1s");
	}

	private void verify(FaultPhase phase, SystemCall call, String fault, Strace strace) throws IOException {
		List<String> found = new ArrayList<>();
		Launch.Result result = null;
		try {
			result = phase.run(sample(), strace);
			check(phase, call, result, found);
		}
		catch (AssertionError | ConditionTimeoutException ex) {
			found.add(String.valueOf(ex.getMessage()).lines().findFirst().orElse(""));
		}
		String row = "%-12s %-20s %s %s".formatted(phase, fault, (result != null) ? result.status() : "-",
				(result != null) ? sentence(result) : "");
		boolean reached = !strace.failed().isEmpty();
		this.faults += reached ? 1 : 0;
		this.rows.add((call == null || reached) ? row : row + " (not reached)");
		String log = sample().log().text();
		cleanUp(phase, call, found);
		if (!found.isEmpty()) {
			this.wrong.add(row + ": " + found + " " + strace.failed() + System.lineSeparator() + log);
		}
	}

	private static String sentence(Launch.Result result) {
		List<String> lines = (result.out() + result.err()).lines().filter((line) -> !line.isBlank()).toList();
		return lines.isEmpty() ? "" : lines.get(lines.size() - 1).replaceAll("pid \\d+", "pid N");
	}

	private void check(FaultPhase phase, SystemCall call, Launch.Result result, List<String> found) {
		if (!STATUSES.contains(result.status())) {
			found.add("status " + result.status());
		}
		if (sentence(result).isEmpty()) {
			found.add("nothing printed");
		}
		if (CLASS_NAME.matcher(sentence(result).replaceFirst("last output: .*", "")).find()) {
			found.add("a class name");
		}
		SampleDaemon sample = sample();
		Optional<Boolean> expected = phase.survives(result);
		patiently().until(() -> settled(expected));
		List<ProcFs> running = daemons();
		if (running.isEmpty()) {
			String[] left = this.bench.directory().toFile().list((directory, name) -> name.matches(".*\\.(pid|lock)"));
			if (left.length > 0 && (call == null || !phase.removes(call))) {
				found.add("left: " + List.of(left));
			}
		}
		else if (!Files.exists(sample.pidFile())) {
			found.add("no PID file of process " + running.get(0).pid());
		}
		else if (!TextFile.read(sample.pidFile()).equals(running.get(0).pid() + "\n")
				|| !running.get(0).locks(sample.pidFile())) {
			found.add("the PID file is wrong: " + TextFile.read(sample.pidFile()));
		}
	}

	private boolean settled(Optional<Boolean> expected) {
		int daemons = daemons().size();
		return expected.isPresent() ? daemons == (expected.get() ? 1 : 0) : daemons <= 1;
	}

	// The processes of the test but for tracers and what ends soon
	private List<ProcFs> daemons() {
		return this.bench.processes()
			.stream()
			.filter((process) -> process.environment().stream().anyMatch((entry) -> entry.startsWith("_JDAEMON=")))
			.filter((process) -> process.runs(this.jdk.java()))
			.toList();
	}

	// Ends whatever runs by a stop signal, and starts once more if there was nothing.
	private void cleanUp(FaultPhase phase, SystemCall call, List<String> found) throws IOException {
		SampleDaemon sample = sample();
		boolean stopped = false;
		try {
			if (daemons().isEmpty()) {
				Launch.Result result = sample.start();
				if (result.status() != 0) {
					found.add("then a plain start fails: " + result);
				}
			}
			daemons().forEach((daemon) -> Signal.TERM.send(daemon.pid()));
			patiently().until(() -> this.bench.processes().isEmpty());
			stopped = true;
			sample.assertNothingVisible();
		}
		catch (AssertionError | ConditionTimeoutException ex) {
			found.add((stopped ? "left at the end: " : "still running: ") + ex.getMessage());
			this.bench.processes().forEach((process) -> Signal.KILL.send(process.pid()));
		}
		try (Stream<Path> files = Files.list(this.bench.directory())) {
			for (Path file : files.filter((path) -> path.toString().matches(".*\\.(pid|lock|log|out|err)")).toList()) {
				Files.delete(file);
			}
		}
	}

}
