package io.jdaemon.pidfile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import io.jdaemon.KernelTest;
import io.jdaemon.posix.Credentials;
import io.jdaemon.posix.OpenFlag;
import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixException;
import io.jdaemon.posix.PosixOverrides;
import io.jdaemon.posix.PosixUnavailableException;
import io.jdaemon.posix.SpawnRequest;
import io.jdaemon.process.ChildProcess;
import io.jdaemon.process.PosixLoader;
import io.jdaemon.process.ProcessIdentity;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link InstanceProbe}, against processes that do and do not have the lock.
 */
@KernelTest
class InstanceProbeTests {

	private static final PosixLoader NOT_NEEDED = () -> {
		throw new IllegalStateException("This must be seen without system calls");
	};

	private static final int NOBODY = 65534;

	private final Posix posix = PosixOverrides.real();

	private final List<Integer> processes = new ArrayList<>();

	@TempDir
	private Path directory;

	private Path path;

	private Path hidden;

	@BeforeEach
	void nameFiles() {
		this.path = this.directory.resolve("orders.pid");
		this.hidden = this.directory.resolve(".orders.pid.lock");
	}

	@AfterEach
	void endProcesses() throws PosixException {
		for (int pid : this.processes) {
			this.posix.kill(pid, 9);
			this.posix.waitpid(pid);
		}
	}

	@Test
	void probeWhenNothingIsThereIsNotRunning() throws Exception {
		assertThat(probe(NOT_NEEDED)).isEqualTo(new InstanceState.NotRunning());
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void probeWhenLockedByTheProcessItNamesIsRunning(boolean published) throws Exception {
		PidFile file = PidFile.claim(this.posix, this.path.toString());
		int pid = sleep(file.descriptor());
		file.publish(pid);
		if (!published) {
			file.retire();
		}
		this.posix.close(file.descriptor());
		assertThat(probe(NOT_NEEDED)).isEqualTo(new InstanceState.Running(ProcessIdentity.of(pid).orElseThrow()));
	}

	@Test
	void probeWhenASuccessorCannotPublishIsThePredecessor() throws Exception {
		PidFile own = PidFile.claim(this.posix, this.path.toString());
		int pid = sleep(own.descriptor());
		own.publish(pid);
		PidFile claimed = own.claimSuccessor();
		int successor = sleep(claimed.descriptor());
		// As publish leaves it if the rename fails
		this.posix.truncate(claimed.descriptor(), 0);
		this.posix.pwrite(claimed.descriptor(), (successor + "\n").getBytes(StandardCharsets.US_ASCII), 0);
		this.posix.close(own.descriptor());
		this.posix.close(claimed.descriptor());
		assertThat(probe(NOT_NEEDED)).isEqualTo(new InstanceState.Running(ProcessIdentity.of(pid).orElseThrow()));
	}

	// The process comes before the lock: until its exec is over it has a copy of every
	// descriptor of this one, and the lock of a file that is closed here lives on there.
	@Test
	void probeWhenTheProcessOnlyHasItOpenIsStalePidFile() throws Exception {
		Files.createFile(this.path);
		int open = this.posix.open(this.path.toString(), 0, OpenFlag.RDONLY);
		int pid = sleep(open);
		Files.writeString(this.path, pid + "\n");
		int locked = this.posix.open(this.path.toString(), 0, OpenFlag.RDONLY);
		assertThat(this.posix.flock(locked, true)).isTrue();
		// The same file, and another description of it, without the lock
		assertThat(Files.isSameFile(Path.of("/proc/" + pid + "/fd/3"), this.path)).isTrue();
		this.posix.close(locked);
		assertThat(probe()).isEqualTo(new InstanceState.StalePidFile(OptionalLong.of(pid)));
		this.posix.close(open);
	}

	@Test
	void probeWhenTheProcessHasLockedAnotherFileIsStalePidFile() throws Exception {
		PidFile other = PidFile.claim(this.posix, this.path.toString());
		int pid = sleep(other.descriptor());
		other.publish(pid);
		Files.move(this.path, this.directory.resolve("moved"));
		Files.writeString(this.path, pid + "\n");
		assertThat(probe()).isEqualTo(new InstanceState.StalePidFile(OptionalLong.of(pid)));
		this.posix.close(other.descriptor());
	}

	@Test
	void probeWhenLockedAndEmptyIsStarting() throws Exception {
		PidFile file = PidFile.claim(this.posix, this.path.toString());
		assertThat(probe()).isEqualTo(new InstanceState.Starting());
		file.release();
		assertThat(probe()).isEqualTo(new InstanceState.NotRunning());
	}

	@Test
	void probeWhenLockedByAnotherProcessIsStarting() throws Exception {
		int innocent = sleep(this.posix.open("/dev/null", 0, OpenFlag.RDWR));
		PidFile file = PidFile.claim(this.posix, this.path.toString());
		file.publish(innocent);
		assertThat(probe()).isEqualTo(new InstanceState.Starting());
		file.release();
	}

	// A child that has not reached its exec, or the shell that waits for the daemon
	@Test
	void probeWhenLockOutlivesTheProcessIsStarting() throws Exception {
		PidFile file = PidFile.claim(this.posix, this.path.toString());
		sleep(file.descriptor());
		file.publish(999_999_999);
		this.posix.close(file.descriptor());
		assertThat(probe()).isEqualTo(new InstanceState.Starting());
	}

	@Test
	void probeWhenLockOutlivesZombieOfSameUserIsStarting() throws Exception {
		Credentials user = ordinaryUser();
		int devNull = this.posix.open("/dev/null", 0, OpenFlag.RDWR);
		int zombie = sleep(user, devNull);
		this.posix.close(devNull);
		this.posix.kill(zombie, 9);
		this.posix.awaitExit(zombie);
		PidFile file = PidFile.claim(this.posix, this.path.toString());
		file.publish(zombie);
		assertThat(probeAs(user)).isEqualTo(new InstanceState.Starting());
		file.release();
	}

	@Test
	void probeWhenLockedByAnotherUserIsOtherUser() throws Exception {
		Assumptions.assumeTrue(this.posix.geteuid() == 0, "only root may act as another user");
		PidFile file = PidFile.claim(this.posix, this.path.toString());
		int pid = sleep(file.descriptor());
		file.publish(pid);
		this.posix.close(file.descriptor());
		assertThat(probeAs(ordinaryUser())).isEqualTo(new InstanceState.OtherUser(pid, Optional.of("root")));
	}

	@Test
	void probeWhenFirstThreadHasEndedSeesFilesOfTheOthers() throws Exception {
		PidFile file = PidFile.claim(this.posix, this.path.toString());
		int pid = spawn(null, file.descriptor(), System.getProperty("java.home") + "/bin/java",
				"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"),
				FirstThreadEnds.class.getName());
		file.publish(pid);
		this.posix.close(file.descriptor());
		await().atMost(1, TimeUnit.MINUTES)
			.until(() -> Files.readString(Path.of("/proc/" + pid + "/stat")), (stat) -> stat.contains(") Z "));
		assertThat(probeAsync(this.path)).succeedsWithin(1, TimeUnit.MINUTES)
			.isEqualTo(new InstanceState.Running(ProcessIdentity.of(pid).orElseThrow()));
		Path stale = Files.writeString(this.directory.resolve("stale.pid"), pid + "\n");
		assertThat(probeAsync(stale)).succeedsWithin(1, TimeUnit.MINUTES)
			.isEqualTo(new InstanceState.StalePidFile(OptionalLong.of(pid)));
	}

	/** A JVM whose first thread ends, and no other. */
	static final class FirstThreadEnds {

		// Neither the C library nor HotSpot uses it.
		private static final int SIGNAL = 40;

		private FirstThreadEnds() {
		}

		public static void main(String[] args) throws InterruptedException {
			NativeLibrary libc = NativeLibrary.getInstance(Platform.C_LIBRARY_NAME);
			libc.getFunction("signal").invokePointer(new Object[] { SIGNAL, libc.getFunction("pthread_exit") });
			// The kernel prefers the first thread.
			libc.getFunction("kill").invokeInt(new Object[] { (int) ProcessHandle.current().pid(), SIGNAL });
			Thread.sleep(Long.MAX_VALUE);
		}

	}

	@ParameterizedTest
	@ValueSource(strings = { "", "garbage", "-1", "0", "4711 4712", "99999999999999999999999", "1\0" })
	void probeWhenFileIsGarbageIsStalePidFileWithoutPid(String content) throws Exception {
		Files.writeString(this.path, content);
		assertThat(probe()).isEqualTo(new InstanceState.StalePidFile(OptionalLong.empty()));
	}

	@Test
	void probeWhenFileIsLargeReadsItsBeginning() throws Exception {
		Files.write(this.path, new byte[1_000_000]);
		assertThat(probe()).isEqualTo(new InstanceState.StalePidFile(OptionalLong.empty()));
	}

	@Test
	void probeWhenProcessIsDeadIsStalePidFile() throws Exception {
		Files.writeString(this.path, "999999999\n");
		assertThat(probe()).isEqualTo(new InstanceState.StalePidFile(OptionalLong.of(999_999_999)));
	}

	@Test
	void probeWhenOnlyHiddenFileIsLeftIsNotRunning() throws Exception {
		Files.writeString(this.hidden, "4711\n");
		assertThat(probe()).isEqualTo(new InstanceState.NotRunning());
	}

	@Test
	void probeWhenNotAFileDoesNotWaitForIt() throws Exception {
		assertThat(new ProcessBuilder("mkfifo", this.path.toString()).start().waitFor()).isZero();
		assertThat(probe()).isEqualTo(new InstanceState.StalePidFile(OptionalLong.empty()));
		Files.delete(this.path);
		Files.createDirectory(this.path);
		assertThat(probe()).isEqualTo(new InstanceState.StalePidFile(OptionalLong.empty()));
		Files.delete(this.path);
		Files.createSymbolicLink(this.path, Path.of("/etc/passwd"));
		assertThat(probe()).isEqualTo(new InstanceState.StalePidFile(OptionalLong.empty()));
	}

	@Test
	void claimWhileOthersProbeSucceeds() throws Exception {
		Files.writeString(this.hidden, "4711\n");
		Thread prober = new Thread(() -> {
			while (!Thread.currentThread().isInterrupted()) {
				assertThatNoException().isThrownBy(() -> new PidFileLock(this.posix, this.path.toString()).held());
			}
		});
		prober.start();
		for (int i = 0; i < 2000; i++) {
			PidFile file = PidFile.claim(this.posix, this.path.toString());
			// leaves an unlocked file to look at, as a crash does
			this.posix.close(file.descriptor());
		}
		prober.interrupt();
		prober.join();
	}

	private InstanceState probe() throws Exception {
		return probe(() -> this.posix);
	}

	private InstanceState probe(PosixLoader source) throws Exception {
		return new InstanceProbe(source, this.path.toString()).probe();
	}

	private Future<InstanceState> probeAsync(Path file) {
		FutureTask<InstanceState> task = new FutureTask<>(
				() -> new InstanceProbe(() -> this.posix, file.toString()).probe());
		Thread thread = new Thread(task);
		thread.setDaemon(true);
		thread.start();
		return task;
	}

	private InstanceState probeAs(@Nullable Credentials user) throws Exception {
		Files.setPosixFilePermissions(this.directory, PosixFilePermissions.fromString("rwxr-xr-x"));
		Files.setPosixFilePermissions(this.path, PosixFilePermissions.fromString("rw-r--r--"));
		InstanceProbe probe = new InstanceProbe(() -> this.posix, this.path.toString());
		return (user != null) ? this.posix.withCredentials(user, () -> probe(probe)) : probe.probe();
	}

	private static InstanceState probe(InstanceProbe probe) throws IOException {
		try {
			return probe.probe();
		}
		catch (PosixUnavailableException ex) {
			throw new IllegalStateException(ex);
		}
	}

	// To root no file of a process is concealed.
	private @Nullable Credentials ordinaryUser() {
		return (this.posix.geteuid() == 0) ? new Credentials(NOBODY, NOBODY, List.of()) : null;
	}

	private int sleep(int descriptor) throws IOException {
		return sleep(null, descriptor);
	}

	private int sleep(@Nullable Credentials user, int descriptor) throws IOException {
		return spawn(user, descriptor, "/bin/sleep", "1000");
	}

	private int spawn(@Nullable Credentials user, int descriptor, String... command) throws IOException {
		int devNull = this.posix.open("/dev/null", 0, OpenFlag.RDWR);
		int pid = ChildProcess
			.spawn(this.posix,
					new SpawnRequest(bytes(command[0]), Stream.of(command).map(InstanceProbeTests::bytes).toList(),
							List.of(), List.of(devNull, devNull, devNull, descriptor), Set.of(), user, null))
			.pid();
		this.processes.add(pid);
		this.posix.close(devNull);
		return pid;
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
