package io.jdaemon.lifecycle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

import io.jdaemon.KernelTest;
import io.jdaemon.pidfile.PidFile;
import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixOverrides;
import io.jdaemon.process.InheritedState;
import io.jdaemon.process.InheritedState.Descriptors;
import io.jdaemon.process.InheritedState.History;
import io.jdaemon.process.InheritedState.SignalSets;
import io.jdaemon.settings.Settings;
import io.jdaemon.settings.StartException;
import io.jdaemon.settings.TestSettings;
import io.jdaemon.signals.ProcessSignal;
import io.jdaemon.signals.SignalMasks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Holdings}, with a signal that no JVM uses.
 */
@KernelTest
class HoldingsTests {

	private static final Set<ProcessSignal> HELD = Set.of(ProcessSignal.URG);

	private final Posix posix = PosixOverrides.real();

	@TempDir
	private Path directory;

	private Path path;

	@BeforeEach
	void holdSignal() throws IOException {
		this.path = this.directory.resolve("orders.pid");
		this.posix.sigblock(ProcessSignal.numbers(HELD));
	}

	@AfterEach
	void releaseSignal() throws IOException {
		this.posix.sigunblock(ProcessSignal.numbers(HELD));
	}

	@Test
	void abandonBeforeThePidFileIsAdoptedGivesUpEverything() throws IOException {
		Holdings holdings = inherited(passedOn());
		holdings.abandon(this.posix);
		assertNothingHeld();
	}

	@Test
	void abandonAfterThePidFileWasAdoptedGivesUpEverything() throws Exception {
		Holdings holdings = inherited(passedOn());
		assertThat(holdings.claimPidFile(this.posix, settings(this.path))).isNotNull();
		holdings.abandon(this.posix);
		assertNothingHeld();
	}

	@Test
	void abandonAfterThePidFileWasReplacedGivesUpEverything() throws IOException {
		Holdings holdings = inherited(passedOn());
		assertThatExceptionOfType(StartException.class).isThrownBy(
				() -> holdings.claimPidFile(this.posix, settings(this.directory.resolve("missing/orders.pid"))));
		holdings.abandon(this.posix);
		assertNothingHeld();
	}

	@Test
	void abandonOfFirstImageRemovesTheFileThatItClaimed() throws Exception {
		Holdings holdings = new Holdings(Optional.empty());
		assertThat(holdings.none()).isTrue();
		holdings.claimPidFile(this.posix, settings(this.path));
		assertThat(holdings.none()).isFalse();
		holdings.abandon(this.posix);
		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void secondAbandonClosesNoDescriptorOfOthers() throws IOException {
		int[] pipe = this.posix.pipe();
		this.posix.close(pipe[1]);
		Holdings holdings = inherited(new Descriptors(OptionalInt.empty(), OptionalInt.empty(), OptionalInt.of(pipe[0]),
				OptionalInt.empty(), List.of(), List.of()));
		holdings.abandon(this.posix);
		// It may well get the number that has become free: take it in any case.
		int[] other = this.posix.pipe();
		this.posix.dup2(other[0], pipe[0]);
		String target = target(pipe[0]);
		holdings.abandon(this.posix);
		assertThat(target(pipe[0])).isEqualTo(target);
		for (int descriptor : new HashSet<>(List.of(pipe[0], other[0], other[1]))) {
			this.posix.close(descriptor);
		}
	}

	private static String target(int descriptor) throws IOException {
		return Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
	}

	private Descriptors passedOn() throws IOException {
		PidFile file = PidFile.claim(this.posix, this.path.toString());
		file.publish(ProcessHandle.current().pid());
		return new Descriptors(OptionalInt.empty(), OptionalInt.of(file.descriptor()), OptionalInt.empty(),
				OptionalInt.empty(), List.of(), List.of());
	}

	private static Holdings inherited(Descriptors descriptors) {
		return new Holdings(Optional.of(new InheritedState("",
				new History(true, 1, Instant.EPOCH, Optional.empty(), Optional.empty(), List.of(), false), descriptors,
				new SignalSets(HELD, Set.of()))));
	}

	private static Settings settings(Path pidFile) {
		return TestSettings.daemon(Duration.ZERO).as("orders", pidFile.toString(), Duration.ZERO, Duration.ZERO);
	}

	private void assertNothingHeld() throws IOException {
		assertThat(this.directory).isEmptyDirectory();
		assertThat(SignalMasks.parse(Files.readString(Path.of("/proc/thread-self/status"))).blockedNumbers())
			.doesNotContain(ProcessSignal.URG.number());
	}

}
