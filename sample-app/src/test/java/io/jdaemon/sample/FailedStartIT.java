package io.jdaemon.sample;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.jdaemon.sample.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A start that fails prints what the application wrote, returns its status and leaves
 * nothing behind.
 */
@EachJdk
class FailedStartIT {

	private static final String OUTPUT = ", output sample-app.log)";

	private static final String NOT_SET_UP = "jdaemon cannot set up this process: The initializers fail on purpose.";

	@RegisterExtension
	final Workbench bench = new Workbench();

	private final Jdk jdk;

	FailedStartIT(Jdk jdk) {
		this.jdk = jdk;
	}

	@Test
	void startWhenPortInUseFails() throws IOException {
		SampleDaemon sample = this.bench.sample(this.jdk);
		try (ServerSocket other = new ServerSocket(sample.port(), 1, InetAddress.getLoopbackAddress())) {
			assertFailed(sample, sample.start(), 1,
					"Web server failed to start. Port " + other.getLocalPort() + " was already in use.",
					"sample-app failed to start: it exited with status 1 (pid ");
		}
	}

	@Test
	void startWhenBeanThrowsFails() {
		SampleDaemon sample = this.bench.sample(this.jdk).tiny().arguments("--fault.throws=true");
		assertFailed(sample, sample.start(), 1, "The bean fails on purpose",
				"sample-app failed to start: it exited with status 1 (pid ");
	}

	// As with tee(1) the launcher's output grows while the launcher prints it.
	@Test
	void startThatPrintsToItsOwnOutputFileEnds() {
		SampleDaemon sample = this.bench.sample(this.jdk)
			.tiny()
			.shell("ulimit -f 4096; { \"$@\"; echo \"status $?\"; } 2>&1 | tee -a sample-app.log")
			.arguments("--fault.throws=true");
		assertThat(sample.start().out()).endsWith(OUTPUT + "\nstatus 1\n");
		assertThat(sample.log().count("Application run failed")).isEqualTo(2);
	}

	@Test
	void startWhenBeanThrowsAndThreadsStayFails() {
		SampleDaemon sample = this.bench.sample(this.jdk).tiny().arguments("--fault.threads=true", "--fault.late=true");
		assertFailed(sample, sample.start(), 1, "The runner fails on purpose",
				"sample-app failed to start: it exited with status 1 (pid ");
	}

	@Test
	void startWhenListenerThrowsAsItBecomesReadyFails() {
		SampleDaemon sample = this.bench.sample(this.jdk)
			.tiny()
			.arguments("--fault.threads=true", "--fault.throws-when-ready=true");
		assertFailed(sample, sample.start(), 1, "The listener fails on purpose",
				"sample-app failed to start: it exited with status 1 (pid ");
	}

	@Test
	void startWhenTheSecondOfTwoApplicationsThrowsFails() {
		SampleDaemon sample = this.bench.sample(this.jdk)
			.tiny()
			.options("-Dtiny.runs-another-first=true")
			.arguments("--fault.threads=true", "--fault.late=true");
		assertFailed(sample, sample.start(), 1, "The runner fails on purpose",
				"sample-app failed to start: it exited with status 1 (pid ");
	}

	@Test
	void startWhenContextIsClosedAndThreadsStayFails() {
		SampleDaemon sample = this.bench.sample(this.jdk)
			.tiny()
			.arguments("--fault.threads=true", "--fault.closes=true");
		assertFailed(sample, sample.start(), 1, "The application was closed before it was ready",
				"sample-app failed to start: it exited with status 1 (pid ");
	}

	@Test
	void startWhenRunnerExitsReturnsItsStatus() {
		SampleDaemon sample = this.bench.sample(this.jdk).tiny().arguments("--fault.exits=true");
		assertFailed(sample, sample.start(), 7, "", "sample-app ran and ended with status 7 (pid ");
	}

	@Test
	void startOfApplicationThatRunsOnceReportsItsEnd() {
		SampleDaemon sample = this.bench.sample(this.jdk).tiny().options("-Dtiny.runs-once=true");
		sample.start().assertPrinted(0, "sample-app \\(pid \\d+\\) ran and ended with status 0; output sample-app.log");
		assertNothingLeft(sample);
	}

	@Test
	void startThatIsStoppedNamesTheSignal() {
		SampleDaemon sample = this.bench.sample(this.jdk).tiny().arguments("--fault.works=true");
		Launch launch = sample.begin();
		sample.log().await("The runner works");
		Signal.TERM.send(launch.daemon().pid());
		assertFailed(sample, launch.result(), 1, "", "sample-app was stopped by SIGTERM while it was starting (pid ");
	}

	@Test
	void startOfWorkerIsReadyBeforeItsRunners() {
		SampleDaemon sample = this.bench.sample(this.jdk)
			.tiny()
			.arguments("--fault.works=true", "--jdaemon.ready-after=started");
		ProcFs daemon = sample.started();
		Signal.TERM.send(daemon.pid());
		sample.awaitGone(daemon);
	}

	@Test
	void startWithOutputToDevNullPrintsWhatFailed() {
		SampleDaemon sample = this.bench.sample(this.jdk)
			.tiny()
			.arguments("--fault.throws=true", "--jdaemon.out=/dev/null", "--jdaemon.err=/dev/null");
		Launch.Result result = sample.start();
		assertThat(result.status()).isEqualTo(1);
		assertThat(result.err()).contains("The bean fails on purpose")
			.containsPattern("sample-app failed to start: it exited with status 1 \\(pid \\d+, output /dev/null\\)\n$");
		assertNothingLeft(sample);
	}

	@Test
	void startWhenDaemonKilledNamesSignal() {
		SampleDaemon sample = this.bench.sample(this.jdk).tiny().arguments("--fault.hangs=true");
		Launch launch = sample.begin();
		ProcFs daemon = launch.daemon();
		sample.log().await("The bean hangs on purpose");
		Signal.KILL.send(daemon.pid());
		assertFailed(sample, launch.result(), 128 + 9, "The bean hangs on purpose",
				"sample-app failed to start: it was killed by signal 9 (pid " + daemon.pid());
	}

	@Test
	void startWhenDaemonKilledAtOnceNamesSignal() {
		SampleDaemon sample = this.bench.sample(this.jdk).tiny();
		Launch launch = sample.begin();
		ProcFs daemon = launch.daemon();
		Signal.KILL.send(daemon.pid());
		assertFailed(sample, launch.result(), 128 + 9, "",
				"sample-app failed to start: it was killed by signal 9 (pid " + daemon.pid());
	}

	@Test
	void startThatHangsIsEnded() {
		SampleDaemon sample = this.bench.sample(this.jdk)
			.tiny()
			.arguments("--fault.hangs=true", "--fault.threads=true", "--jdaemon.startup-timeout=5s");
		assertFailed(sample, sample.start(), 124, "",
				"sample-app was not ready within 5 s (jdaemon.startup-timeout) and was terminated (pid ");
	}

	@Test
	void startInterruptedIsEnded() {
		SampleDaemon sample = this.bench.sample(this.jdk).tiny().arguments("--fault.hangs=true");
		Launch launch = sample.begin();
		sample.log().await("The bean hangs on purpose");
		Signal.INT.send(launch.pid());
		assertFailed(sample, launch.result(), 128 + 2, "The bean hangs on purpose",
				"The start of sample-app was interrupted by signal 2 and was terminated (pid ");
	}

	@Test
	void startThatFailsWhileItIsSetUpSaysSoInOneSentenceAndLeavesNothing() throws IOException {
		SampleDaemon sample = this.bench.sample(this.jdk).tiny();
		assertThat(sample.start().status()).isZero();
		ProcFs daemon = sample.daemon();
		Files.createFile(sample.directory().resolve("refuse"));
		Signal.USR1.send(daemon.pid());
		// After an exec there is no launcher that would remove the PID file.
		sample.awaitGone(daemon);
		assertThat(sample.log().text()).contains(NOT_SET_UP).doesNotContain("\tat ");
		assertNothingLeft(sample);

		assertFailed(sample, sample.start(), 1, NOT_SET_UP,
				"sample-app failed to start: it exited with status 1 (pid ");

		Launch.Result result = sample.foreground().start();
		assertThat(result.status()).as(result.toString()).isEqualTo(1);
		assertThat(result.out() + result.err()).contains(NOT_SET_UP).doesNotContain("\tat ");
		assertNothingLeft(sample);
	}

	private void assertFailed(SampleDaemon sample, Launch.Result result, int status, String words, String lastLine) {
		assertThat(result.status()).as(result.toString()).isEqualTo(status);
		assertThat(result.out()).isEmpty();
		assertThat(result.err()).contains(words);
		List<String> lines = result.errLines();
		assertThat(lines.get(lines.size() - 1)).startsWith(lastLine).endsWith(OUTPUT);
		assertNothingLeft(sample);
	}

	private void assertNothingLeft(SampleDaemon sample) {
		sample.assertNothingVisible();
		// A killed process ends a moment later.
		patiently().untilAsserted(() -> assertThat(this.bench.processes()).isEmpty());
	}

}
