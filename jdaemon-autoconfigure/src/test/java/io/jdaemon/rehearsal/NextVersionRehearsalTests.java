package io.jdaemon.rehearsal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.jdaemon.KernelTest;
import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixOverrides;
import io.jdaemon.process.ProcessImage;
import io.jdaemon.settings.WarmSettings;
import io.jdaemon.settings.WarmStartMode;
import io.jdaemon.shutdown.LifecycleLog;
import io.jdaemon.warm.TestJar;
import io.jdaemon.warm.Training;
import io.jdaemon.warm.WarmStart;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NextVersionRehearsal}: a shell extracts the jar, and a rehearsal only
 * says what it was given.
 */
@KernelTest
class NextVersionRehearsalTests {

	private static final Duration LIMIT = Duration.ofMinutes(1);

	private static final RehearsalResult COMPLETE = new RehearsalResult.Complete(Duration.ofSeconds(1));

	private final Posix posix = PosixOverrides.real();

	private final List<String> rehearsed = new ArrayList<>();

	private final LifecycleLog log = new LifecycleLog(() -> {
	}, () -> true);

	@TempDir
	private Path temporary;

	private Path directory;

	private RehearsalResult result = COMPLETE;

	private boolean makesCache = true;

	private WarmStartMode mode = WarmStartMode.ON;

	@BeforeEach
	void install() throws IOException {
		this.directory = this.temporary.toRealPath();
		TestJar.write(this.directory.resolve("orders.jar"), TestJar.EXECUTABLE, TestJar.TOOLS);
		java("mkdir -p \"$last/lib\" && echo a >\"$last/orders.jar\"");
	}

	private void java(String extraction) throws IOException {
		Path java = Files.writeString(this.directory.resolve("java"),
				"#!/bin/sh\nfor last; do :; done\n" + extraction + "\n");
		java.toFile().setExecutable(true);
	}

	@Test
	void versionWithoutCacheIsTrained() {
		assertThat(run(false)).contains(COMPLETE);
		assertThat(this.rehearsed).singleElement()
			.asString()
			.startsWith(Training.ASSEMBLY + " java ")
			.contains("/.tmp-cache.");
		assertThat(run(false)).as("again").isEmpty();
	}

	@Test
	void versionWithCacheIsRehearsedWithIt() {
		run(true);
		this.rehearsed.clear();
		assertThat(run(true)).contains(COMPLETE);
		assertThat(this.rehearsed).singleElement()
			.asString()
			.startsWith(Duration.ZERO + " java ")
			.containsPattern("=/\\S+/cache\\.\\w+ -jar /\\S+/orders\\.jar$");
	}

	@Test
	void versionThatWouldNotStartHasNoCache() {
		this.result = new RehearsalResult.Failed("it ended with status 1", 1, false, "");
		assertThat(run(false)).contains(this.result);
		assertThat(this.rehearsed).hasSize(1);
		this.result = COMPLETE;
		assertThat(run(false)).as("again").contains(COMPLETE);
	}

	@Test
	void versionWhoseCacheCannotBeMadeStartsAllTheSame() {
		this.result = new RehearsalResult.Failed("it ended with status 1", 1, true, "");
		assertThat(run(false)).contains(new RehearsalResult.Complete(Duration.ZERO));
		this.result = COMPLETE;
		this.makesCache = false;
		assertThat(run(true)).contains(COMPLETE);
		assertThat(this.rehearsed.get(2)).isEqualTo(Duration.ZERO + " java -jar orders.jar");
	}

	@Test
	void versionThatCannotBeExtractedIsRehearsedAsTypedIfRequired() throws IOException {
		java("exit 1");
		assertThat(run(false)).contains(new RehearsalResult.Complete(Duration.ZERO));
		assertThat(this.rehearsed).isEmpty();
		assertThat(run(true)).contains(COMPLETE);
		assertThat(this.rehearsed).containsExactly(Duration.ZERO + " java -jar orders.jar");
	}

	@Test
	void withoutWarmStartNothingIsTrained() {
		this.mode = WarmStartMode.OFF;
		assertThat(run(false)).isEmpty();
		assertThat(run(true)).contains(COMPLETE);
		assertThat(this.rehearsed).containsExactly(Duration.ZERO + " java -jar orders.jar");
	}

	@Test
	void cancelEndsTheExtraction() throws IOException {
		java("touch \"${0%java}extracting\"; while :; do sleep 0.1; done");
		Rehearsal rehearsal = rehearsal(false).orElseThrow();
		CompletableFuture<RehearsalResult> cancelled = CompletableFuture.supplyAsync(() -> rehearsal.run(LIMIT));
		Awaitility.await().until(() -> Files.exists(this.directory.resolve("extracting")));
		rehearsal.cancel();
		assertThat(cancelled.join()).isEqualTo(new RehearsalResult.Cancelled());
		assertThat(this.rehearsed).isEmpty();
	}

	@Test
	void oneThatIsCancelledBeforeItRunsStartsNothing() throws IOException {
		java("touch \"${0%java}extracting\"");
		Rehearsal rehearsal = rehearsal(true).orElseThrow();
		rehearsal.cancel();
		assertThat(rehearsal.run(LIMIT)).isEqualTo(new RehearsalResult.Cancelled());
		assertThat(this.directory.resolve("extracting")).doesNotExist();
	}

	private Optional<RehearsalResult> run(boolean required) {
		return rehearsal(required).map((rehearsal) -> rehearsal.run(LIMIT));
	}

	private Optional<Rehearsal> rehearsal(boolean required) {
		WarmStart warm = new WarmStart(new WarmSettings(this.mode, ".orders-warm"), this.posix.geteuid());
		ProcessImage typed = new ProcessImage(bytes(this.directory + "/java"),
				List.of(bytes("java"), bytes("-jar"), bytes("orders.jar")),
				List.of(bytes("PATH=" + System.getenv("PATH"))), bytes(this.directory.toString()));
		return NextVersionRehearsal.of(this.posix, typed, warm, required, FakeRehearsal::new, this.log);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.ISO_8859_1);
	}

	private final class FakeRehearsal implements Rehearsal {

		private final List<String> words;

		private final Duration ending;

		FakeRehearsal(ProcessImage image, Duration ending) {
			this.words = image.arguments()
				.stream()
				.map((word) -> new String(word, StandardCharsets.ISO_8859_1))
				.toList();
			this.ending = ending;
		}

		@Override
		public RehearsalResult run(Duration limit) {
			NextVersionRehearsalTests.this.rehearsed.add(this.ending + " " + String.join(" ", this.words));
			if (NextVersionRehearsalTests.this.makesCache) {
				this.words.stream().filter((word) -> word.contains("/.tmp-cache.")).forEach(FakeRehearsal::makeCache);
			}
			return NextVersionRehearsalTests.this.result;
		}

		private static void makeCache(String option) {
			try {
				Files.writeString(Path.of(option.substring(option.indexOf('=') + 1)), "cache");
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		@Override
		public void cancel() {
			// It ends by itself.
		}

	}

}
