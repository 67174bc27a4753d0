package io.jdaemon.warm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.jdaemon.KernelTest;
import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixOverrides;
import io.jdaemon.process.InheritedState;
import io.jdaemon.process.ProcessImage;
import io.jdaemon.settings.WarmSettings;
import io.jdaemon.settings.WarmStartMode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link WarmStart}, {@link Training} and {@link WarmVersion}. The extraction
 * and the training run are those of a shell.
 */
@KernelTest
class WarmStartTests {

	private static final InheritedState STATE = new InheritedState(InheritedState.recipient(300),
			new InheritedState.History(true, 1, Instant.EPOCH, Optional.empty(), Optional.empty(), List.of(), false),
			InheritedState.Descriptors.NONE, new InheritedState.SignalSets(Set.of(), Set.of()));

	private final Posix posix = PosixOverrides.real();

	@TempDir
	private Path temporary;

	private Path directory;

	private Path java;

	@BeforeEach
	void install() throws IOException {
		this.directory = this.temporary.toRealPath();
		TestJar.write(jar(), TestJar.EXECUTABLE, TestJar.TOOLS);
		Files.createDirectories(this.directory.resolve("jdk/lib/server"));
		Files.writeString(this.directory.resolve("jdk/release"), "JAVA_VERSION=\"25.0.3\"");
		Files.createFile(this.directory.resolve("jdk/lib/modules"));
		Files.createFile(this.directory.resolve("jdk/lib/server/libjvm.so"));
		// java … -jar orders.jar extract --destination DIRECTORY
		this.java = Files.writeString(this.directory.resolve("java"), """
				#!/bin/sh
				for last; do :; done
				test ! -f "${0%java}fails" || { mkdir "$last"; echo the disk is full; exit 1; }
				mkdir -p "$last/lib" && echo a >"$last/orders.jar" && echo b >"$last/lib/b.jar"
				""");
		this.java.toFile().setExecutable(true);
	}

	@Test
	void startWithoutCacheIsAsTyped() {
		assertThat(started(warm())).containsExactly("java", "-jar", "orders.jar");
		assertThat(warm().coldReason(typed()))
			.hasValue("There is no cache yet in " + this.directory + "/.orders-warm.");
	}

	@Test
	void startWithCacheUsesIt() throws Exception {
		String version = trained();
		assertThat(started(warm())).containsExactly("java", "-Xlog:aot*=off", "-Xlog:cds*=off",
				"-XX:AOTCache=" + version + "/cache.aot", "-jar", version + "/orders.jar");
		assertThat(warm().coldReason(typed())).isEmpty();
	}

	@Test
	void olderJvmUsesClassData() throws Exception {
		String version = trained(warm(WarmStartMode.ON, 17));
		assertThat(started(warm(WarmStartMode.ON, 17))).containsExactly("java", "-Xlog:cds*=off",
				"-XX:SharedArchiveFile=" + version + "/cache.jsa", "-jar", version + "/orders.jar");
	}

	@Test
	void startWhenOffIsAsTyped() throws Exception {
		trained();
		WarmStart off = warm(WarmStartMode.OFF, 25);
		assertThat(started(off)).containsExactly("java", "-jar", "orders.jar");
		assertThat(off.coldReason(typed())).isEmpty();
	}

	@Test
	void trainingImageMakesTheCache() throws Exception {
		try (Training training = warm().train(this.posix, typed())) {
			assertThat(texts(training.prepare())).containsExactly("java", "-Xlog:aot*=off", "-Xlog:cds*=off",
					"-XX:AOTCacheOutput=" + training.directory() + "/.tmp-cache.aot", "-jar",
					training.directory() + "/orders.jar");
		}
	}

	@Test
	void cacheThatIsCutShortIsNotUsed() throws Exception {
		Files.writeString(Path.of(trained(), "cache.aot"), "cach");
		assertCold("a file in it has changed");
	}

	@Test
	void cacheThatWasReplacedIsNotUsed() throws Exception {
		Files.setLastModifiedTime(Path.of(trained(), "cache.aot"), FileTime.from(Instant.ofEpochSecond(1)));
		assertCold("a file in it has changed");
	}

	@Test
	void cacheWithoutALibraryIsNotUsed() throws Exception {
		Files.delete(Path.of(trained(), "lib/b.jar"));
		assertCold("a file in it has changed");
	}

	@Test
	void cacheWithAnotherFileIsNotUsed() throws Exception {
		Files.createFile(Path.of(trained(), "lib/c.jar"));
		assertCold("a file in it has changed");
	}

	@Test
	void anotherVersionOfTheJarHasNoCache() throws Exception {
		FileTime time = Files.getLastModifiedTime(jar());
		trained();
		TestJar.write(jar(), TestJar.EXECUTABLE, TestJar.TOOLS.replace("4.1.1", "4.1.2"));
		Files.setLastModifiedTime(jar(), time);
		assertCold("There is no cache for this version of the jar");
	}

	@Test
	void anotherJavaRuntimeHasNoCache() throws Exception {
		trained();
		Files.writeString(this.directory.resolve("jdk/release"), "JAVA_VERSION=\"25.0.4\"");
		assertCold("There is no cache for this version of the jar, this Java runtime");
	}

	@Test
	void trainingThatMakesNoCacheLeavesNothing() throws Exception {
		try (Training training = warm().train(this.posix, typed())) {
			training.prepare();
			assertThatExceptionOfType(ColdStartException.class).isThrownBy(training::complete)
				.withMessage("There is no cache of " + jar() + ": the Java runtime has made none.");
		}
		assertThat(versions()).isEmpty();
	}

	@Test
	void extractionThatFailsLeavesNothing() throws Exception {
		Files.createFile(this.directory.resolve("fails"));
		try (Training training = warm().train(this.posix, typed())) {
			assertThatExceptionOfType(ColdStartException.class).isThrownBy(training::prepare)
				.withMessageContaining("cannot be extracted")
				.withMessageEndingWith("ended with status 1: the disk is full.");
		}
		assertThat(versions()).isEmpty();
	}

	@Test
	void onlyOneProcessTrains() throws Exception {
		try (Training training = warm().train(this.posix, typed())) {
			assertThatExceptionOfType(ColdStartException.class)
				.isThrownBy(() -> warm().train(this.posix, typed()).close())
				.withMessage("Another process makes a cache in " + this.directory + "/.orders-warm.");
			training.prepare();
		}
		trained();
	}

	@Test
	void cacheThatExistsIsMadeAgain() throws Exception {
		String version = trained();
		try (Training training = warm().train(this.posix, typed())) {
			training.prepare();
		}
		assertThat(started(warm())).contains("-XX:AOTCache=" + version + "/cache.aot");
		assertThat(trained()).isEqualTo(version);
	}

	private void assertCold(String reason) {
		assertThat(started(warm())).containsExactly("java", "-jar", "orders.jar");
		assertThat(warm().coldReason(typed()).orElseThrow()).contains(reason);
	}

	private String trained() throws Exception {
		return trained(warm());
	}

	private String trained(WarmStart warm) throws Exception {
		try (Training training = warm.train(this.posix, typed())) {
			String option = texts(training.prepare()).stream()
				.filter((each) -> each.startsWith("-XX:"))
				.findFirst()
				.orElseThrow();
			Files.writeString(Path.of(option.substring(option.indexOf('=') + 1)), "cache");
			training.complete();
			return training.directory();
		}
	}

	private List<String> versions() {
		return List.of(this.directory.resolve(".orders-warm").toFile().list((parent, name) -> !name.equals(".lock")));
	}

	private List<String> started(WarmStart warm) {
		ProcessImage image = warm.image(typed(), STATE);
		Optional<InheritedState> inherited = Optional
			.of(STATE.with(new InheritedState.TypedJar(image.arguments().size() - 3, 2, "orders.jar")));
		assertThat(texts(WarmImage.typed(image, inherited))).isEqualTo(texts(typed()));
		return texts(image);
	}

	private WarmStart warm() {
		return warm(WarmStartMode.ON, 25);
	}

	private WarmStart warm(WarmStartMode mode, int feature) {
		return new WarmStart(new WarmSettings(mode, ".orders-warm"), this.posix.geteuid(),
				this.directory.resolve("jdk"), feature);
	}

	private ProcessImage typed() {
		return new ProcessImage(bytes(this.java.toString()), List.of(bytes("java"), bytes("-jar"), bytes("orders.jar")),
				List.of(bytes("PATH=" + System.getenv("PATH"))), bytes(this.directory.toString()));
	}

	private Path jar() {
		return this.directory.resolve("orders.jar");
	}

	private static List<String> texts(ProcessImage image) {
		return image.arguments().stream().map((word) -> new String(word, StandardCharsets.ISO_8859_1)).toList();
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.ISO_8859_1);
	}

}
