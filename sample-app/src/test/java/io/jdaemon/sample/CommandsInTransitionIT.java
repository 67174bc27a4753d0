package io.jdaemon.sample;

import java.io.IOException;
import java.nio.file.Files;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.jdaemon.sample.Launch.Result.failed;
import static io.jdaemon.sample.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The commands while the daemon starts, restarts or stops.
 */
@EachJdk
class CommandsInTransitionIT {

	@RegisterExtension
	final Workbench bench = new Workbench();

	private final Jdk jdk;

	CommandsInTransitionIT(Jdk jdk) {
		this.jdk = jdk;
	}

	@Test
	void commandsWhileStarting() {
		SampleDaemon sample = sample().arguments("--fault.hangs=true");
		Launch launch = sample.begin();
		patiently().until(() -> Files.exists(sample.pidFile()));
		long pid = sample.daemon().pid();
		sample.command("status").assertStatus("sample-app is starting \\(pid " + pid + ", up .*\\)");
		assertThat(sample.command("start").status()).isEqualTo(75);
		sample.command("stop").assertPrinted(0, "Stopped sample-app \\(pid " + pid + "\\) in .* s");
		assertThat(launch.result().status()).isNotZero();
		this.bench.assertNothingLeft(sample);
	}

	@Test
	void stopBeforePidIsKnownStopsAllTheSame() {
		SampleDaemon sample = sample().arguments("--fault.hangs=true");
		Launch launch = sample.begin();
		patiently().until(() -> Files.exists(sample.lockFile()));
		Launch.Result stopped = sample.command("stop");
		stopped.assertPrinted(0, "Stopped sample-app \\(pid \\d+\\) in .* s");
		assertThat(launch.result().status()).isNotZero();
		this.bench.assertNothingLeft(sample);
	}

	@Test
	void restartWhileStartingFollowsOnceReady() {
		SampleDaemon sample = sample();
		Launch launch = sample.begin();
		patiently().until(() -> Files.exists(sample.pidFile()));
		sample.command("restart").assertPrinted(0, "Restarted sample-app \\(pid \\d+, restart 1\\) in .* s");
		assertThat(launch.result().status()).isZero();
		assertThat(sample.command("stop").status()).isZero();
	}

	@Test
	void commandsWhileRestarting() throws IOException {
		SampleDaemon sample = sample().arguments("--fault.waits-at-end=true");
		ProcFs daemon = sample.started();
		Signal.USR1.send(daemon.pid());
		sample.log().await("The end waits on purpose");
		sample.command("status").assertStatus("sample-app is restarting \\(pid " + daemon.pid() + ", up .*\\)");
		Launch restart = sample.beginCommand("restart");
		sample.log().await("while restarting: merged");
		goOn(sample);
		restart.result().assertPrinted(0, "Restarted sample-app \\(pid " + daemon.pid() + ", restart 1\\) in .* s");
		Files.delete(sample.directory().resolve("go-on"));
		Signal.USR1.send(daemon.pid());
		sample.log().await("The end waits on purpose", 2);
		Launch stop = sample.beginCommand("stop");
		sample.log().await("in place of the restart");
		goOn(sample);
		stop.result().assertPrinted(0, "Stopped sample-app \\(pid " + daemon.pid() + "\\) in .* s");
		this.bench.assertNothingLeft(sample);
	}

	@Test
	void commandsWhileStopping() throws IOException {
		SampleDaemon sample = sample().arguments("--fault.waits-at-end=true");
		ProcFs daemon = sample.started();
		Launch stop = sample.beginCommand("stop");
		sample.log().await("The end waits on purpose");
		sample.command("status").assertStatus("sample-app is stopping \\(pid " + daemon.pid() + ", up .*\\)");
		assertThat(sample.command("restart")).isEqualTo(failed(7, "sample-app (pid " + daemon.pid() + ") is stopping"));
		assertThat(sample.command("start").status()).isEqualTo(75);
		Launch again = sample.beginCommand("stop");
		goOn(sample);
		stop.result().assertPrinted(0, "Stopped sample-app \\(pid " + daemon.pid() + "\\) in .* s");
		again.result().assertPrinted(0, "(Stopped sample-app .*|sample-app is not running: .*)");
		this.bench.assertNothingLeft(sample);
	}

	private static void goOn(SampleDaemon sample) throws IOException {
		Files.createFile(sample.directory().resolve("go-on"));
	}

	private SampleDaemon sample() {
		return this.bench.sample(this.jdk).tiny();
	}

}
