package io.jdaemon.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.jdaemon.sample.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A cache makes starts warm, changes nothing that the operator has typed, and never makes
 * a start fail.
 */
@EachJdk
class WarmStartIT {

	private static final String CACHE = "/.sample-app-warm/[0-9a-f]{16}/cache\\.(aot|jsa)";

	@RegisterExtension
	final Workbench bench = new Workbench();

	private final Jdk jdk;

	WarmStartIT(Jdk jdk) {
		this.jdk = jdk;
	}

	@Test
	void everyImageIsDerivedFromWhatWasTyped() throws IOException {
		Path jar = SampleJar.tiny(this.bench.directory().resolve("orders.jar"));
		SampleDaemon sample = warm("", "two\nlines", "-jar").options("-Dx= y");
		train();
		ProcFs daemon = sample.started();
		assertWarm(daemon);
		List<String> environment = environment(daemon);
		for (int generation = 1; generation <= 10; generation++) {
			Signal.USR1.send(daemon.pid());
			sample.awaitGeneration(generation);
			assertWarm(daemon);
			assertThat(environment(daemon)).isEqualTo(environment);
		}
		assertThat(warm().command("status").out()).startsWith("sample-app is running (pid " + daemon.pid());
		FileTime version = Files.getLastModifiedTime(jar);
		Files.setLastModifiedTime(jar, FileTime.fromMillis(version.toMillis() + 60_000));
		ProcFs cold = successor(sample, daemon);
		assertThat(cold.text("cmdline")).isEqualTo(String.join("\0", sample.commandLine()) + "\0");
		sample.log().await("Cold start: There is no cache for this version of the jar");
		Files.setLastModifiedTime(jar, version);
		ProcFs successor = successor(sample, cold);
		assertWarm(successor);
		Files.delete(jar.resolveSibling("orders.jar"));
		Signal.USR1.send(successor.pid());
		sample.log().await("The jar " + jar + " is missing");
		assertThat(sample.log().text()).doesNotContain("[warning]", "[error", "does not accept the cache");
		Signal.TERM.send(successor.pid());
		sample.awaitGone(successor);
	}

	@Test
	void restartTrainsTheNextVersion() throws IOException {
		Path jar = SampleJar.tiny(this.bench.directory().resolve("orders.jar"));
		SampleDaemon sample = warm("--jdaemon.startup-timeout=10m");
		ProcFs daemon = sample.started();
		sample.log().await("Cold start: There is no cache yet");
		restart(sample, daemon, 1);
		assertWarm(daemon);
		restart(sample, daemon, 2);
		assertThat(sample.log().count("Rehearsing the next version")).isOne();
		FileTime version = Files.getLastModifiedTime(jar);
		Files.setLastModifiedTime(jar, FileTime.fromMillis(version.toMillis() + 60_000));
		restart(sample, daemon, 3);
		assertWarm(daemon);
		assertThat(sample.log().count("Rehearsing the next version")).isEqualTo(2);
		assertThat(sample.log().count("Trained the next version; cache " + this.bench.directory())).isEqualTo(2);
		assertThat(files().filter((file) -> file.toString().matches(".*" + CACHE))).hasSize(2);
		assertThat(sample.log().text()).doesNotContain("[warning]", "[error", "does not accept the cache");
		assertThat(this.bench.processes()).containsExactly(daemon);
	}

	private static void restart(SampleDaemon sample, ProcFs daemon, int generation) {
		Signal.USR1.send(daemon.pid());
		patiently().atMost(10, TimeUnit.MINUTES).until(() -> sample.generation() == generation);
	}

	private ProcFs successor(SampleDaemon sample, ProcFs predecessor) {
		assertThat(warm().command("restart", "--jdaemon.restart.strategy=handover").status()).isZero();
		ProcFs successor = sample.daemon();
		assertThat(successor).isNotEqualTo(predecessor);
		return successor;
	}

	@Test
	void cacheThatIsCutShortIsLeftOut() throws IOException {
		SampleJar.tiny(this.bench.directory().resolve("orders.jar"));
		SampleDaemon sample = warm();
		train();
		Path cache = files().filter((file) -> file.toString().matches(".*" + CACHE)).findFirst().orElseThrow();
		Files.write(cache, Arrays.copyOf(Files.readAllBytes(cache), 1_000_000));
		assertColdStart(sample,
				"Cold start: The cache in " + cache.getParent() + " is not used: a file in it has changed.");
	}

	@Test
	void directoryThatOthersCanWriteToIsLeftOut() throws IOException {
		SampleJar.tiny(this.bench.directory().resolve("orders.jar"));
		Path directory = Files.createDirectory(this.bench.directory().resolve(".sample-app-warm"));
		Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwx---"));
		SampleDaemon sample = warm();
		Launch.Result trained = sample.command("train");
		assertThat(trained.status()).isOne();
		assertThat(trained.errLines()).singleElement()
			.asString()
			.startsWith("No cache was made. The directory " + directory)
			.contains("can be written to by other users");
		assertColdStart(sample, "can be written to by other users");
	}

	@Test
	@Thorough
	void applicationThatWouldNotStartIsNotTrained() throws IOException {
		SampleJar.tiny(this.bench.directory().resolve("orders.jar"));
		Launch.Result trained = trained(warm("--fault.throws=true"));
		assertThat(trained.status()).as(trained.toString()).isOne();
		assertThat(trained.errLines().get(trained.errLines().size() - 1))
			.startsWith("No cache of sample-app was made, because it would not start: ");
		assertThat(files()).extracting((file) -> file.getFileName().toString()).containsExactlyInAnyOrder(".lock");
		assertThat(this.bench.processes()).isEmpty();
	}

	@Test
	void cacheOfTheOperatorWins() throws IOException {
		SampleJar.tiny(this.bench.directory().resolve("orders.jar"));
		SampleDaemon sample = warm().options("-XX:SharedArchiveFile=own.jsa", "-Xlog:disable");
		assertThat(sample.command("train").err()).contains("-XX:SharedArchiveFile=own.jsa is a cache of your own");
		assertColdStart(sample, "Cold start: The option -XX:SharedArchiveFile=own.jsa is a cache of your own");
	}

	private SampleDaemon warm(String... arguments) {
		return this.bench.sample(this.jdk)
			.tiny()
			.jar(Path.of("orders.jar"))
			.arguments("--jdaemon.warm-start=on", "--jdaemon.restart.drain-timeout=1s")
			.arguments(arguments);
	}

	private void train() {
		Launch.Result trained = trained(warm());
		assertThat(trained.status()).as(trained.toString()).isZero();
		assertThat(trained.out()).startsWith("Trained sample-app in ");
		assertThat(trained.err()).isEmpty();
	}

	// On a busy machine a process at low priority takes its time.
	private static Launch.Result trained(SampleDaemon sample) {
		Launch training = sample.beginCommand("train");
		try {
			assertThat(training.process().waitFor(10, TimeUnit.MINUTES)).isTrue();
			return training.result();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void assertWarm(ProcFs daemon) {
		assertThat(daemon.text("maps").lines().filter((line) -> line.matches(".*" + CACHE))).isNotEmpty();
	}

	private void assertColdStart(SampleDaemon sample, String reason) throws IOException {
		Launch.Result started = sample.start();
		assertThat(started.status()).as(started.toString()).isZero();
		assertThat(started.out().lines()).hasSize(1);
		assertThat(started.err()).isEmpty();
		ProcFs daemon = sample.daemon();
		assertThat(daemon.text("cmdline")).isEqualTo(String.join("\0", sample.commandLine()) + "\0");
		sample.log().await(reason);
		Signal.TERM.send(daemon.pid());
		sample.awaitGone(daemon);
	}

	private Stream<Path> files() throws IOException {
		return Files.walk(this.bench.directory().resolve(".sample-app-warm")).filter(Files::isRegularFile);
	}

	private static List<String> environment(ProcFs daemon) {
		return daemon.environment().stream().filter((variable) -> !variable.startsWith("_JDAEMON=")).toList();
	}

}
