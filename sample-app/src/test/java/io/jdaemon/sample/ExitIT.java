package io.jdaemon.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The process ends in another way than the application and jdaemon have agreed on.
 */
@EachJdk
class ExitIT {

	@RegisterExtension
	final Workbench bench = new Workbench();

	private final Jdk jdk;

	ExitIT(Jdk jdk) {
		this.jdk = jdk;
	}

	@Test
	void lockEndsWithTheProcess() throws IOException {
		SampleDaemon sample = this.bench.sample(this.jdk).tiny().arguments("--fault.slow-hook=true");
		ProcFs daemon = sample.started();
		Signal.TERM.send(daemon.pid());
		sample.log().await("The hook waits on purpose");
		assertThat(sample.start().status()).isEqualTo(75);
		Files.createFile(sample.directory().resolve("go-on"));
		sample.awaitGone(daemon);
	}

	@Test
	void nothingIsLeftWithoutSpringBootsShutdownHook() {
		SampleDaemon sample = this.bench.sample(this.jdk).tiny().options("-Dtiny.without-hook=true");
		ProcFs daemon = sample.started();
		Signal.TERM.send(daemon.pid());
		sample.awaitGone(daemon);
	}

	@Test
	void restartSurvivesAnExitWhileItCloses() {
		SampleDaemon sample = this.bench.sample(this.jdk).tiny().arguments("--fault.exits-at-end=true");
		ProcFs daemon = sample.started();
		Signal.USR1.send(daemon.pid());
		sample.awaitGeneration(1);
		assertThat(sample.daemon()).isEqualTo(daemon);
	}

	@Test
	void stopHandlerMayLetMainEnd() {
		SampleDaemon sample = this.bench.sample(this.jdk)
			.tiny()
			.foreground()
			.arguments("--fault.stop-handler-returns=true");
		Launch launch = sample.begin();
		launch.awaitOutput(SampleDaemon.READY);
		Signal.TERM.send(launch.pid());
		assertThat(launch.result().status()).isZero();
		sample.assertNothingVisible();
	}

	@Test
	void stopOfApplicationThatHasClosedItselfEndsWithZero() throws IOException {
		SampleDaemon sample = this.bench.sample(this.jdk)
			.tiny()
			.foreground()
			.arguments("--fault.closes-itself=true", "--fault.threads=true");
		Launch launch = sample.begin();
		launch.awaitOutput(SampleDaemon.READY);
		Files.createFile(sample.directory().resolve("go-on"));
		launch.awaitOutput("The application has closed itself");
		Signal.TERM.send(launch.pid());
		Launch.Result result = launch.result();
		assertThat(result.status()).isZero();
		assertThat(result.out()).doesNotContain("ERROR");
		sample.assertNothingVisible();
	}

	@Test
	void processWhoseJarWasOverwrittenRefusesRestartAndStops() throws IOException {
		Path jar = SampleJar.copy(this.bench.directory().resolve("app.jar"));
		SampleDaemon sample = this.bench.sample(this.jdk).jar(jar).arguments("--jdaemon.stop-timeout=10s");
		ProcFs daemon = sample.started();
		byte[] noise = new byte[(int) Files.size(jar)];
		new Random(1).nextBytes(noise);
		Files.write(jar, noise, StandardOpenOption.WRITE);
		Signal.USR1.send(daemon.pid());
		sample.log().await("Restart requested by SIGUSR1 refused: The jar " + jar + " cannot be read: ");
		// The same settings, with a jar that is whole
		Launch.Result stop = sample.jar(SampleJar.path()).command("stop");
		assertThat(stop.status()).as(stop.toString()).isZero();
		sample.awaitGone(daemon);
		assertThat(sample.log().text()).doesNotContain("NoClassDefFoundError: io/jdaemon",
				"NoClassDefFoundError: com/sun/jna");
	}

	@Thorough
	@Test
	void processWhoseJarWasOverwrittenWithAnotherRestartsAndStops() throws IOException {
		Path jar = SampleJar.copy(this.bench.directory().resolve("app.jar"));
		Path next = SampleJar.faulty(this.bench.directory().resolve("next.jar"));
		SampleDaemon sample = this.bench.sample(this.jdk).jar(jar).arguments("--jdaemon.stop-timeout=10s");
		ProcFs daemon = sample.started();
		overwrite(jar, next);
		Signal.USR1.send(daemon.pid());
		sample.awaitGeneration(1);
		assertThat(sample.request("GET", "/new").body()).isEqualTo("new code");
		assertThat(sample.daemon()).isEqualTo(daemon);
		overwrite(jar, SampleJar.path());
		Signal.TERM.send(daemon.pid());
		sample.awaitGone(daemon);
	}

	// As cp(1) does it: the same file, with other contents
	private static void overwrite(Path jar, Path other) throws IOException {
		Files.write(jar, Files.readAllBytes(other), StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
	}

}
