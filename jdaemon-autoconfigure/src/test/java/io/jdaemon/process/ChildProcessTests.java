package io.jdaemon.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.jdaemon.KernelTest;
import io.jdaemon.posix.OpenFlag;
import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixException;
import io.jdaemon.posix.PosixOverrides;
import io.jdaemon.posix.SpawnRequest;
import io.jdaemon.posix.WaitStatus;
import io.jdaemon.signals.ProcessSignal;
import io.jdaemon.signals.SignalMasks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ChildProcess}: what a spawned process gets, and how it exits.
 */
@KernelTest
class ChildProcessTests {

	private static final int ESRCH = 3;

	private static final int URG = ProcessSignal.URG.number();

	private static final int USR1 = ProcessSignal.USR1.number();

	private final Posix posix = PosixOverrides.real();

	@TempDir
	private Path directory;

	private String executable = "/bin/sh";

	private Set<Integer> held = Set.of();

	@Test
	void reapReturnsStatus() throws Exception {
		WaitStatus status = spawn("exit 7").reap();
		assertThat(status.shellStatus()).isEqualTo(7);
		assertThat(status.signaled()).isFalse();
	}

	@Test
	void onExitLeavesZombieUntilReaped() throws Exception {
		ChildProcess child = spawn("exit 7");
		child.onExit().get(20, TimeUnit.SECONDS);
		this.posix.kill(child.pid(), 0);
		assertThat(child.reap().shellStatus()).isEqualTo(7);
		assertThatExceptionOfType(PosixException.class).isThrownBy(() -> this.posix.kill(child.pid(), 0))
			.satisfies((ex) -> assertThat(ex.errno()).isEqualTo(ESRCH));
	}

	@Test
	void spawnStartsSessionOfItsOwn() throws Exception {
		ChildProcess child = spawn("cat /proc/$$/stat; exit 0");
		child.reap();
		String pid = String.valueOf(child.pid());
		String[] fields = output().split(" ");
		// pid (comm) state ppid pgrp session
		assertThat(fields).startsWith(pid, "(sh)").containsSubsequence(pid, "(sh)", pid, pid);
		assertThat(List.of(fields[3], fields[4], fields[5]))
			.containsExactly(String.valueOf(ProcessHandle.current().pid()), pid, pid);
	}

	@Test
	void spawnPassesArgumentsAndEnvironmentToTheByte() throws Exception {
		spawn("printf '%s|' \"$0\" \"$@\" \"$A\"; tr '\\0' '\\n' < /proc/$$/environ; exit 0", "", "b c", "ä").reap();
		assertThat(output()).startsWith("|b c|ä|1|").contains("A=1\n");
	}

	@Test
	void spawnPassesDescriptorsOfRequestOnly() throws Exception {
		int inheritable = this.posix.open("/dev/null", 0, OpenFlag.RDONLY);
		this.posix.closeOnExec(inheritable, false);
		spawn("ls /proc/$$/fd; exit 0").reap();
		assertThat(output()).isEqualTo("0\n1\n2\n");
		this.posix.close(inheritable);
	}

	@Test
	void spawnPassesDescriptorsInOrder() throws Exception {
		Path input = Files.writeString(this.directory.resolve("input"), "input");
		int fourth = this.posix.open(input.toString(), 0, OpenFlag.RDONLY);
		spawnWith(List.of(fourth), "ls /proc/$$/fd; cat <&3; exit 0").reap();
		assertThat(output()).isEqualTo("0\n1\n2\n3\ninput");
		this.posix.close(fourth);
	}

	@Test
	void spawnPassesMoreDescriptorsThanTheLowestOfThem() throws Exception {
		List<Integer> files = new ArrayList<>();
		try {
			for (int i = 0; i < 50 || i < 2 * files.get(files.size() - 1); i++) {
				Path file = Files.writeString(this.directory.resolve("file-" + i), i + "\n");
				files.add(0, this.posix.open(file.toString(), 0, OpenFlag.RDONLY));
			}
			spawnWith(files, "for i in $(seq 3 " + (2 + files.size()) + "); do cat /proc/$$/fd/$i; done; exit 0")
				.reap();
			assertThat(output().lines()).containsExactlyElementsOf(
					IntStream.range(0, files.size()).mapToObj((i) -> Integer.toString(files.size() - 1 - i)).toList());
		}
		finally {
			files.forEach(this.posix::close);
		}
	}

	@Test
	void spawnReadsFromInputOfRequest() throws Exception {
		spawn("readlink /proc/$$/fd/0; exit 0").reap();
		assertThat(output()).isEqualTo("/dev/null\n");
	}

	@Test
	void spawnBlocksHeldSignalsAndResetsOthers() throws Exception {
		this.held = Set.of(URG);
		this.posix.signal(URG, true);
		this.posix.signal(USR1, true);
		try {
			spawn("exec cat /proc/self/status").reap();
		}
		finally {
			this.posix.signal(URG, false);
			this.posix.signal(USR1, false);
		}
		SignalMasks masks = SignalMasks.parse(output());
		assertThat(masks.blocked()).isEqualTo(1L << (URG - 1));
		// Signals 32 and 33 are left out, because glibc ignores them.
		assertThat(masks.ignored() & 0x7FFFFFFF).isEqualTo(1L << (URG - 1));
	}

	@Test
	void spawnWhenExecutableIsMissingReportsReason() {
		this.executable = "/nonexistent";
		assertThatExceptionOfType(PosixException.class).isThrownBy(() -> spawn("exit 0"))
			.withMessage("posix_spawn: No such file or directory")
			.satisfies((ex) -> assertThat(ex.errno()).isEqualTo(PosixException.ENOENT));
	}

	@Test
	void stopBeforeJvmWhenOneThreadStopsProcess() throws Exception {
		ChildProcess child = spawn("exec sleep 1000");
		assertThat(child.stopBeforeJvm()).isTrue();
		assertThat(Files.readString(Path.of("/proc/" + child.pid() + "/stat"))).contains(") T ");
		child.killGroup();
		assertThat(child.reap().signal()).isEqualTo(9);
	}

	@Test
	void stopBeforeJvmWhenJvmExistsReturnsFalse() throws Exception {
		Process jvm = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin/java").toString(), "-cp",
				System.getProperty("java.class.path"), Sleeper.class.getName())
			.start();
		assertThat(jvm.getInputStream().read()).isEqualTo('r');
		ChildProcess child = ChildProcess.inherited(this.posix, (int) jvm.pid());
		assertThat(child.stopBeforeJvm()).isFalse();
		jvm.destroyForcibly();
	}

	/** The main class of a JVM that runs until it is killed. */
	static final class Sleeper {

		private Sleeper() {
		}

		public static void main(String[] args) throws InterruptedException {
			System.out.println("ready");
			Thread.sleep(Long.MAX_VALUE);
		}

	}

	@Test
	void killGroupKillsTheWholeGroup() throws Exception {
		int[] pipe = this.posix.pipe();
		ChildProcess child = spawnWith(List.of(pipe[1]), "trap '' TERM; sleep 60 & echo started >&3; wait");
		this.posix.close(pipe[1]);
		assertThat(this.posix.read(pipe[0], 100)).asString().isEqualTo("started\n");
		child.killGroup();
		assertThat(child.reap().shellStatus()).isEqualTo(137);
		// The pipe ends only once no process of the group has its write end.
		assertThat(CompletableFuture.supplyAsync(() -> readToEnd(pipe[0]))).succeedsWithin(20, TimeUnit.SECONDS);
		this.posix.close(pipe[0]);
	}

	@Test
	void killGroupWhenProcessHasExitedDoesNothing() throws Exception {
		ChildProcess child = spawn("exit 3");
		child.onExit().get(20, TimeUnit.SECONDS);
		child.killGroup();
		assertThat(child.reap().shellStatus()).isEqualTo(3);
	}

	private boolean readToEnd(int descriptor) {
		try {
			return this.posix.read(descriptor, 100).length == 0;
		}
		catch (PosixException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private ChildProcess spawn(String script, String... arguments) throws PosixException {
		return spawnWith(List.of(), script, arguments);
	}

	private ChildProcess spawnWith(List<Integer> moreDescriptors, String script, String... arguments)
			throws PosixException {
		int input = this.posix.open("/dev/null", 0, OpenFlag.RDWR);
		int output = this.posix.open(this.directory.resolve("output").toString(), 0600, OpenFlag.RDWR, OpenFlag.CREAT);
		try {
			List<Integer> descriptors = new ArrayList<>(List.of(input, output, output));
			descriptors.addAll(moreDescriptors);
			return ChildProcess.spawn(this.posix,
					new SpawnRequest(bytes(this.executable),
							Stream.concat(Stream.of("sh", "-c", script), Stream.of(arguments))
								.map(ChildProcessTests::bytes)
								.toList(),
							List.of(bytes("PATH=" + System.getenv("PATH")), bytes("A=1")), descriptors, this.held));
		}
		finally {
			this.posix.close(input);
			this.posix.close(output);
		}
	}

	private String output() throws IOException {
		return Files.readString(this.directory.resolve("output"));
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
