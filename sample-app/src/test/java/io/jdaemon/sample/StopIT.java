package io.jdaemon.sample;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * TERM and INT stop the daemon: the PID file is removed, the application is closed, and
 * the process ends, whatever the application does. In the foreground its status is seen.
 */
@EachJdk
class StopIT {

	@RegisterExtension
	final Workbench bench = new Workbench();

	private final Jdk jdk;

	StopIT(Jdk jdk) {
		this.jdk = jdk;
	}

	@ParameterizedTest
	@EnumSource(names = { "TERM", "INT" })
	void stopOfDaemonClosesContextAndRemovesPidFile(Signal signal) {
		SampleDaemon sample = this.bench.sample(this.jdk).tiny().arguments("--fault.says-goodbye=true");
		ProcFs daemon = sample.started();
		signal.send(daemon.pid());
		sample.awaitGone(daemon);
		assertThat(sample.log().text()).contains("Stopping on SIG" + signal).contains("The context is closed");
		assertThat(this.bench.processes()).isEmpty();
	}

	@Test
	void stopOfWebApplicationIsGraceful() {
		SampleDaemon sample = this.bench.sample(this.jdk);
		ProcFs daemon = sample.started();
		Signal.TERM.send(daemon.pid());
		sample.awaitGone(daemon);
		assertThat(sample.log().text()).contains("Graceful shutdown complete");
	}

	@Test
	void stopEndsWithZero() {
		SampleDaemon sample = this.bench.sample(this.jdk).tiny().foreground().arguments("--fault.threads=true");
		assertStopped(sample, Signal.TERM, 0);
	}

	@Test
	void stopEndsWithGeneratedExitCode() {
		SampleDaemon sample = this.bench.sample(this.jdk)
			.tiny()
			.foreground()
			.arguments("--fault.exit-code=true", "--fault.says-goodbye=true");
		assertThat(assertStopped(sample, Signal.INT, 9)).contains("The context is closed");
	}

	@Test
	void stopIsLeftToHandler() {
		SampleDaemon sample = this.bench.sample(this.jdk).tiny().foreground().arguments("--fault.stop-handler=true");
		assertThat(assertStopped(sample, Signal.TERM, 5)).contains("The handler stops, and the PID file exists: false");
	}

	@Test
	void stopThatHangsIsHalted() {
		SampleDaemon sample = this.bench.sample(this.jdk)
			.tiny()
			.foreground()
			.arguments("--fault.hangs-at-end=true", "--fault.threads=true", "--jdaemon.stop-timeout=3s");
		assertThat(assertStopped(sample, Signal.TERM, 124)).contains("The end hangs on purpose");
	}

	@Test
	void commandTellsWhatAHaltedDaemonWaitedFor() {
		SampleDaemon sample = this.bench.sample(this.jdk)
			.tiny()
			.arguments("--fault.hangs-at-end=true", "--jdaemon.stop-timeout=2s");
		ProcFs daemon = sample.started();
		Launch.Result result = sample.command("stop");
		assertThat(result.status()).as(result.toString()).isEqualTo(70);
		assertThat(result.toString()).containsPattern("Halted sample-app \\(pid " + daemon.pid()
				+ "\\) after .* s: it was not closed within 2 s \\(jdaemon.stop-timeout\\); it was waiting for "
				+ "io.jdaemon.sample.fault.Fault.* of a bean that is destroyed or stopped");
		assertThat(sample.log().text()).contains("it was waiting in").contains("DisposableBeanAdapter.destroy");
		sample.awaitGone(daemon);
	}

	@Test
	void secondStopChangesNothing() {
		SampleDaemon sample = this.bench.sample(this.jdk)
			.tiny()
			.foreground()
			.arguments("--fault.hangs-at-end=true", "--jdaemon.stop-timeout=3s");
		Launch launch = sample.begin();
		launch.awaitOutput(SampleDaemon.READY);
		Signal.TERM.send(launch.pid());
		launch.awaitOutput("The end hangs on purpose");
		Signal.INT.send(launch.pid());
		Signal.USR1.send(launch.pid());
		Launch.Result result = launch.result();
		assertThat(result.status()).isEqualTo(124);
		assertThat(result.out()).contains("SIGINT while stopping: already under way")
			.contains("Restart requested by SIGUSR1 while stopping: dropped");
		sample.assertNothingVisible();
	}

	private String assertStopped(SampleDaemon sample, Signal signal, int status) {
		Launch launch = sample.begin();
		launch.awaitOutput(SampleDaemon.READY);
		assertThat(TextFile.read(sample.pidFile())).isEqualTo(launch.pid() + "\n");
		signal.send(launch.pid());
		Launch.Result result = launch.result();
		assertThat(result.status()).as(result.toString()).isEqualTo(status);
		sample.assertNothingVisible();
		assertThat(this.bench.processes()).isEmpty();
		return result.out();
	}

}
