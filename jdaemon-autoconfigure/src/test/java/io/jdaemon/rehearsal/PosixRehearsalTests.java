package io.jdaemon.rehearsal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import io.jdaemon.KernelTest;
import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixException;
import io.jdaemon.posix.PosixOverrides;
import io.jdaemon.process.ProcessImage;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PosixRehearsal}: a shell script takes the place of the application.
 */
@KernelTest
class PosixRehearsalTests {

	private static final Duration LONG = Duration.ofMinutes(1);

	private static final String HANG = "echo $$ > pid.new; mv pid.new pid; while :; do sleep 0.1; done";

	private final Posix posix = PosixOverrides.real();

	@TempDir
	private Path directory;

	@BeforeEach
	void loadWhatOpensFiles() throws IOException {
		rehearse("exit 0");
	}

	@Test
	void contextThatIsCompleteIsReportedWithItsTime() throws IOException {
		long before = this.posix.monotonicMicros();
		RehearsalResult result = rehearse("echo complete " + (before + 86_400_000_000L) + " >&3");
		assertThat(result).isInstanceOfSatisfying(RehearsalResult.Complete.class,
				(complete) -> assertThat(complete.duration()).isBetween(Duration.ofHours(23), Duration.ofDays(1)));
	}

	@Test
	void statusZeroAloneIsNoSuccess() throws IOException {
		assertThat(failure("echo one; echo two >&2; exit 0")).isEqualTo(new RehearsalResult.Failed(
				"it ended with status 0 before its context was complete, last output: two", 0, false, "one\ntwo\n"));
	}

	@Test
	void messageAloneIsNoSuccess() throws IOException {
		assertThat(failure("echo complete 1 >&3; exit 9"))
			.isEqualTo(new RehearsalResult.Failed("it ended with status 9", 9, true, ""));
	}

	@Test
	void reasonOfTheApplicationIsReported() throws IOException {
		assertThat(failure("echo noise; echo 'failed no   database' >&3; exit 1").reason())
			.isEqualTo("it ended with status 1 before its context was complete: no database");
	}

	@Test
	void signalIsReported() throws IOException {
		assertThat(failure("kill -SEGV $$"))
			.isEqualTo(new RehearsalResult.Failed("it was ended by signal 11", 139, false, ""));
	}

	@Test
	void programThatIsMissingIsReported() throws IOException {
		ProcessImage image = new ProcessImage(bytes("/nonexistent"), List.of(bytes("java")), List.of(), bytes("/"));
		assertThat(new PosixRehearsal(this.posix, image, Optional.empty()).run(LONG))
			.isEqualTo(new RehearsalResult.Failed("it cannot be rehearsed: posix_spawn: No such file or directory", 1,
					false, ""));
	}

	@Test
	void timeLimitEndsTheWholeGroup() throws IOException {
		RehearsalResult.Failed failed = (RehearsalResult.Failed) rehearsal(
				"sleep 1000 & echo $! > pid; echo hangs; wait")
			.run(Duration.ofSeconds(1));
		assertThat(failed.reason())
			.isEqualTo("its context was not complete within 1 s (jdaemon.startup-timeout), last output: hangs");
		awaitGone();
	}

	@Test
	void contextThatIsCompleteMayTakeLongerToEnd() throws IOException {
		Rehearsal rehearsal = rehearsal(this.posix, "echo complete 1 >&3; sleep 6", LONG);
		assertThat(rehearsal.run(Duration.ofSeconds(5))).isInstanceOf(RehearsalResult.Complete.class);
	}

	@Test
	void cancelEndsItAtOnce() throws IOException {
		Rehearsal rehearsal = rehearsal(HANG);
		CompletableFuture<RehearsalResult> result = CompletableFuture.supplyAsync(() -> rehearsal.run(LONG));
		Awaitility.await().until(() -> Files.exists(this.directory.resolve("pid")));
		rehearsal.cancel();
		rehearsal.cancel();
		assertThat(result.join()).isEqualTo(new RehearsalResult.Cancelled());
		awaitGone();
	}

	@Test
	void oneThatIsCancelledBeforeItRunsStartsNothing() throws IOException {
		Rehearsal rehearsal = rehearsal("touch started");
		rehearsal.cancel();
		assertThat(rehearsal.run(LONG)).isEqualTo(new RehearsalResult.Cancelled());
		assertThat(this.directory.resolve("started")).doesNotExist();
	}

	@Test
	void processHasOnlyItsStreamsAndTwoPipes() throws IOException {
		int open = this.posix.dup(0);
		this.posix.closeOnExec(open, false);
		String output = failure("for fd in /proc/$$/fd/*; do readlink $fd; done; exit 1").output();
		this.posix.close(open);
		// The shell has its script open, too.
		assertThat(output.lines().filter((line) -> !line.endsWith("/application"))).satisfiesExactly(
				(in) -> assertThat(in).isEqualTo("/dev/null"),
				(out) -> assertThat(out).startsWith("/memfd:jdaemon rehearsal"),
				(err) -> assertThat(err).startsWith("/memfd:jdaemon rehearsal"),
				(result) -> assertThat(result).startsWith("pipe:"), (life) -> assertThat(life).startsWith("pipe:"));
	}

	@Test
	void processYieldsToAllOthers() throws IOException {
		// The autogroup, which not every kernel has, is the last of the three.
		String output = failure(
				"for i in 1 2 3 4 5 6 7 8 9 10; do [ \"$(cat /proc/$$/oom_score_adj)\" = 1000 ] || sleep 1; done; "
						+ "[ ! -e /proc/$$/autogroup ] || until grep -q 'nice 5' /proc/$$/autogroup; do sleep 0.01; done; "
						+ "cat /proc/$$/stat /proc/$$/oom_score_adj; exit 1")
			.output();
		String[] stat = output.split(" ");
		assertThat(List.of(stat[4], stat[5], stat[18])).as("group, session, nice")
			.containsExactly(stat[0], stat[0], "10");
		assertThat(output.lines().skip(1)).containsExactly("1000");
	}

	@Test
	void nothingIsLeftOpen() throws IOException {
		List<String> before = descriptors();
		rehearse("exit 1");
		ProcessImage image = new ProcessImage(bytes("/nonexistent"), List.of(bytes("java")), List.of(), bytes("/"));
		new PosixRehearsal(this.posix, image, Optional.empty()).run(LONG);
		assertThat(descriptors()).isEqualTo(before);
	}

	@Test
	void withoutFilesInMemoryTheOutputIsDiscarded() throws IOException {
		Posix withoutFiles = PosixOverrides.with(new NoFilesInMemory());
		assertThat(rehearsal(withoutFiles, "echo lost; exit 3", Duration.ZERO).run(LONG)).isEqualTo(
				new RehearsalResult.Failed("it ended with status 3 before its context was complete", 3, false, ""));
	}

	@Test
	void lifePipeEndsWithTheRehearsal() throws IOException {
		// It is in a session of its own, and so survives the group.
		failure("setsid sh -c 'touch alive; read line <&4; touch ended' & "
				+ "while [ ! -e alive ]; do sleep 0.01; done; exit 1");
		Awaitility.await().until(() -> Files.exists(this.directory.resolve("ended")));
	}

	private void awaitGone() {
		Awaitility.await().until(() -> {
			String pid = Files.readString(this.directory.resolve("pid")).strip();
			return !Files.exists(Path.of("/proc/" + pid))
					|| Files.readString(Path.of("/proc/" + pid + "/stat")).contains(") Z ");
		});
	}

	private static List<String> descriptors() throws IOException {
		try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
			return open.map((descriptor) -> {
				try {
					return Files.readSymbolicLink(descriptor).toString();
				}
				catch (IOException ex) {
					// That of the directory itself
					return "";
				}
			}).sorted().toList();
		}
	}

	private RehearsalResult.Failed failure(String script) throws IOException {
		return (RehearsalResult.Failed) rehearse(script);
	}

	private RehearsalResult rehearse(String script) throws IOException {
		return rehearsal(script).run(LONG);
	}

	private Rehearsal rehearsal(String script) throws IOException {
		return rehearsal(this.posix, script, Duration.ZERO);
	}

	private Rehearsal rehearsal(Posix posix, String script, Duration ending) throws IOException {
		Path application = this.directory.resolve("application");
		Files.writeString(application, "#!/bin/sh\ncd " + this.directory + "\n" + script + "\n");
		Files.setPosixFilePermissions(application, PosixFilePermissions.fromString("rwxr-xr-x"));
		List<byte[]> environment = List.of(bytes("PATH=" + System.getenv("PATH")));
		return new PosixRehearsal(posix,
				new ProcessImage(bytes(application.toString()), List.of(bytes("java")), environment, bytes("/")),
				Optional.empty(), null, null, ending);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	/** memfd_create(2) is forbidden. */
	private static final class NoFilesInMemory {

		int memfdCreate(String name) throws PosixException {
			throw new PosixException("memfd_create", PosixException.ENOSYS, "Function not implemented");
		}

	}

}
