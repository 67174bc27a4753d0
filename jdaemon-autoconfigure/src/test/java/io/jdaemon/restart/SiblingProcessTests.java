package io.jdaemon.restart;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

import io.jdaemon.KernelTest;
import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixOverrides;
import io.jdaemon.posix.SpawnRequest;
import io.jdaemon.process.InheritedState;
import io.jdaemon.process.InheritedState.Descriptors;
import io.jdaemon.process.InheritedState.History;
import io.jdaemon.process.InheritedState.SignalSets;
import io.jdaemon.process.ProcessIdentity;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link SiblingProcess} against the kernel.
 */
@KernelTest
class SiblingProcessTests {

	private static final InheritedState STATE = new InheritedState(
			"pipe:[of the test in process " + ProcessHandle.current().pid() + "]",
			new History(false, 1, Instant.EPOCH, Optional.empty(), Optional.empty(), List.of(), true), Descriptors.NONE,
			new SignalSets(Set.of(), Set.of()));

	private final Posix posix = PosixOverrides.real();

	@Test
	void spawnedProcessIsNoChildAndLeadsItsSession() throws IOException {
		SiblingProcess sibling = spawn("/bin/sleep", "/bin/sleep", "1000");
		try {
			assertThat(ProcessHandle.current().children().map(ProcessHandle::pid)).doesNotContain((long) sibling.pid());
			assertThat(stat(sibling.pid(), 6)).isEqualTo(String.valueOf(sibling.pid()));
			await().untilAsserted(() -> assertThat(commandLine(sibling)).isEqualTo("/bin/sleep\0001000\000"));
		}
		finally {
			sibling.kill();
		}
		sibling.awaitEnd();
		assertThat(ProcessIdentity.of(sibling.pid())).isEmpty();
		assertThat(sibling.reap()).isEqualTo(OptionalInt.empty());
	}

	@Test
	void spawnWhenTheNameIsNotThePathOfTheProgramPassesThePath() throws IOException {
		SiblingProcess sibling = spawn("/bin/sleep", "slumber", "1000");
		try {
			await().untilAsserted(() -> assertThat(commandLine(sibling)).isEqualTo("/bin/sleep\0001000\000"));
		}
		finally {
			sibling.terminate();
		}
		sibling.awaitEnd();
	}

	@Test
	void setsidIsFoundOutsideOfThePath() {
		assertThat(SiblingProcess.setsid("")).hasValueSatisfying((path) -> assertThat(path).isExecutable());
	}

	private SiblingProcess spawn(String executable, String... arguments) throws IOException {
		return SiblingProcess.spawn(this.posix,
				new SpawnRequest(bytes(executable), Stream.of(arguments).map(SiblingProcessTests::bytes).toList(),
						List.of(bytes(STATE.toVariable())), List.of(0, 1, 2), Set.of()),
				STATE, SiblingProcess.setsid("").orElseThrow());
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static String commandLine(SiblingProcess process) throws IOException {
		return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"));
	}

	// See proc(5).
	private static String stat(int pid, int field) throws IOException {
		String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
		return stat.substring(stat.lastIndexOf(')') + 2).split(" ")[field - 3];
	}

}
