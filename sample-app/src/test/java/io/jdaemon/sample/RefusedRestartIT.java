package io.jdaemon.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A restart runs the code that is there. One that could not succeed is refused, and the
 * daemon keeps serving; once the cause is removed, the next restart succeeds.
 */
@EachJdk
class RefusedRestartIT {

	// A length at which no library in the jar ends.
	private static final int TRUNCATED = 5_000_000;

	@RegisterExtension
	final Workbench bench = new Workbench();

	private final Jdk jdk;

	private int generation;

	RefusedRestartIT(Jdk jdk) {
		this.jdk = jdk;
	}

	// One daemon for all: a jar with libraries in it starts five times as slowly.
	@Test
	void restartRunsReplacedJarAndIsRefusedWithoutWholeOne() throws IOException {
		Path jar = SampleJar.copy(this.bench.directory().resolve("app.jar"));
		SampleDaemon sample = this.bench.sample(this.jdk).jar(jar);
		ProcFs daemon = sample.started();
		assertRestartRunsReplacedJar(sample, daemon, jar);
		Path aside = this.bench.directory().resolve("aside.jar");

		Files.move(jar, aside);
		assertRefusedEitherWay(sample, daemon, "The jar " + jar + " is missing.");
		Files.move(aside, jar);
		assertRestarted(sample, daemon);

		// A new file: to truncate the one that is mapped would break any JVM.
		Files.move(jar, aside);
		byte[] whole = Files.readAllBytes(aside);
		Files.write(jar, Arrays.copyOf(whole, TRUNCATED));
		assertRefusedEitherWay(sample, daemon, "The jar " + jar + " cannot be read: ");
		// The rest looks like a jar with something before it.
		Files.write(jar, Arrays.copyOf(whole, endOfLibrary(whole)));
		assertRefusedEitherWay(sample, daemon, "The jar " + jar + " cannot be read: ");
		Files.delete(jar);
		Files.createDirectory(jar);
		assertRefusedEitherWay(sample, daemon, "The jar " + jar + " cannot be read: ");
		Files.delete(jar);
		Files.move(aside, jar);
		assertRestarted(sample, daemon);
	}

	private void assertRestartRunsReplacedJar(SampleDaemon sample, ProcFs daemon, Path jar) throws IOException {
		assertThat(sample.request("GET", "/new").status()).isEqualTo(404);
		Path next = SampleJar.faulty(this.bench.directory().resolve("next.jar"));
		Files.move(next, jar, StandardCopyOption.ATOMIC_MOVE);
		String log = sample.log().text();
		assertRestarted(sample, daemon);
		assertThat(sample.request("GET", "/new").body()).isEqualTo("new code");
		assertThat(sample.daemon()).isEqualTo(daemon);
		assertThat(sample.log().text()).startsWith(log);
		assertThat(sample.log().text().substring(log.length())).contains("Graceful shutdown complete")
			.doesNotContain("WARN", "ERROR", "Exception", "NoClassDefFound", "\tat ");
	}

	// A zip file ends with a record that begins so and takes 22 bytes.
	private static int endOfLibrary(byte[] jar) {
		for (int i = jar.length / 2; i > 0; i--) {
			if (jar[i] == 'P' && jar[i + 1] == 'K' && jar[i + 2] == 5 && jar[i + 3] == 6) {
				return i + 22;
			}
		}
		throw new IllegalStateException("No library in the jar");
	}

	@Test
	void restartWithoutWorkingDirectoryIsRefused() throws IOException {
		Path directory = Files.createDirectory(this.bench.directory().resolve("working"));
		Path log = this.bench.directory().resolve("app.log");
		SampleDaemon sample = this.bench.sample(this.jdk, directory)
			.tiny()
			.arguments("--jdaemon.out=" + log, "--jdaemon.err=" + log, "--jdaemon.pid-file=../sample-app.pid")
			.log(log);
		assertThat(sample.start().status()).isZero();
		ProcFs daemon = this.bench.processes().get(0);
		FileSystemUtils.deleteRecursively(directory);
		assertRefused(sample, daemon, "The working directory " + directory + " cannot be entered: ");
		Files.createDirectory(directory);
		assertRestarted(sample, daemon);
	}

	@Test
	void restartWithoutJdkIsRefused() throws IOException {
		Path home = this.bench.directory().resolve("jdk");
		Path aside = this.bench.directory().resolve("jdk-aside");
		copy(this.jdk.home(), home);
		// Without the archive, which is bound to the JDK that wrote it.
		Path jar = FastJar.tiny(this.jdk).jar();
		SampleDaemon sample = this.bench.sample(new Jdk(this.jdk.feature(), home)).tiny().jar(jar);
		ProcFs daemon = sample.started();
		Files.move(home, aside);
		assertRefused(sample, daemon, "The Java runtime " + home);
		Files.move(aside, home);
		assertRestarted(sample, daemon);
		// The executable exists, its libraries do not.
		Files.move(home.resolve("lib"), aside);
		assertRefused(sample, daemon, "The Java runtime " + home.resolve("bin/java") + " does not work: ");
		Files.move(aside, home.resolve("lib"));
		assertRestarted(sample, daemon);
	}

	private static void copy(Path jdk, Path to) {
		Path output = to.resolveSibling("copy.out");
		// The part of a JDK that runs programs; its links lead out of it.
		SampleJar.run(List.of("/bin/sh", "-c",
				"mkdir $2 && tar -C $1 -ch --exclude=src.zip bin/java lib conf release | tar -C $2 -x", "sh",
				jdk.toString(), to.toString()), output);
	}

	private void assertRefusedEitherWay(SampleDaemon sample, ProcFs daemon, String reason) {
		Response response = sample.request("POST", "/actuator/restart");
		assertThat(response.status()).as(response.toString()).isEqualTo(409);
		assertThat(response.body()).contains(reason);
		assertRefused(sample, daemon, reason);
		assertThat(sample.request("GET", "/actuator/restart").body())
			.contains("\"outcome\":\"refused\",\"reason\":\"" + reason);
	}

	private void assertRefused(SampleDaemon sample, ProcFs daemon, String reason) {
		int refusals = sample.log().count("Restart requested by SIGUSR1 refused: " + reason);
		Signal.USR1.send(daemon.pid());
		sample.log().await("Restart requested by SIGUSR1 refused: " + reason, refusals + 1);
		assertThat(sample.generation()).isEqualTo(this.generation);
	}

	private void assertRestarted(SampleDaemon sample, ProcFs daemon) {
		this.generation++;
		Signal.USR1.send(daemon.pid());
		sample.awaitGeneration(this.generation);
		assertThat(this.bench.processes()).containsExactly(daemon);
	}

}
