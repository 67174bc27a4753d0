package io.jdaemon.posix;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import com.sun.jna.NativeLibrary;
import io.jdaemon.KernelTest;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link JnaPosix}, which compare the effect of each call with what proc(5)
 * shows.
 */
@KernelTest
class JnaPosixTests {

	private static final int URG = 23;

	private static final int CONT = 18;

	private static final int ALRM = 14;

	private static final String CLOSE_ON_EXEC = "flags:\t02\\d{6}\n";

	private final Posix posix = PosixOverrides.real();

	@TempDir
	private Path directory;

	private Path file;

	@BeforeEach
	void createFile() throws IOException {
		this.file = Files.writeString(this.directory.resolve("file"), "content");
	}

	@Test
	void everyFunctionIsRequiredWhenTheLibraryIsLoaded() throws PosixUnavailableException {
		JnaPosix.requireFunctions(LibC.class);
		assertThatExceptionOfType(PosixUnavailableException.class)
			.isThrownBy(() -> JnaPosix.requireFunctions(NewerLibC.class))
			.withMessage("The C library of this system lacks no_such_call, other_call")
			.satisfies((ex) -> assertThat(ex.action()).contains("glibc"));
	}

	@Test
	void descriptorsAreHighAndClosedOnExec() throws IOException {
		int[] pipe = this.posix.pipe();
		for (int descriptor : new int[] { open(), pipe[0], pipe[1], this.posix.memfdCreate("test") }) {
			assertThat(descriptor).isGreaterThanOrEqualTo(Posix.FIRST_DESCRIPTOR);
			assertThat(descriptorInfo(descriptor)).containsPattern(CLOSE_ON_EXEC);
			this.posix.close(descriptor);
		}
	}

	@Test
	void openWhenMissingReportsCallAndReason() {
		String path = this.directory.resolve("missing").toString();
		assertThatExceptionOfType(PosixException.class).isThrownBy(() -> this.posix.open(path, 0, OpenFlag.RDONLY))
			.withMessage("open " + path + ": No such file or directory")
			.satisfies((ex) -> assertThat(ex.errno()).isEqualTo(PosixException.ENOENT))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo("No such file or directory"));
	}

	@Test
	void openWhenNotFollowingLinksRefusesLink() throws IOException {
		Path link = Files.createSymbolicLink(this.directory.resolve("link"), this.file);
		assertThatExceptionOfType(PosixException.class)
			.isThrownBy(() -> this.posix.open(link.toString(), 0, OpenFlag.RDONLY, OpenFlag.NOFOLLOW))
			.satisfies((ex) -> assertThat(ex.errno()).isEqualTo(PosixException.ELOOP));
	}

	@Test
	void closeFreesDescriptor() throws IOException {
		int descriptor = open();
		this.posix.close(descriptor);
		assertThatExceptionOfType(PosixException.class).isThrownBy(() -> this.posix.fstat(descriptor));
	}

	@Test
	void closeOnExecIsSetAndCleared() throws IOException {
		int descriptor = open();
		this.posix.closeOnExec(descriptor, false);
		assertThat(descriptorInfo(descriptor)).doesNotContainPattern(CLOSE_ON_EXEC);
		this.posix.closeOnExecFrom(descriptor + 1);
		assertThat(descriptorInfo(descriptor)).doesNotContainPattern(CLOSE_ON_EXEC);
		this.posix.closeOnExecFrom(descriptor);
		assertThat(descriptorInfo(descriptor)).containsPattern(CLOSE_ON_EXEC);
		this.posix.close(descriptor);
	}

	@Test
	void dup2CopiesAndLeavesCopyOpenOnExec() throws IOException {
		int from = open();
		int to = this.posix.memfdCreate("test");
		this.posix.dup2(from, to);
		assertThat(Files.readSymbolicLink(Path.of("/proc/self/fd/" + to))).isEqualTo(this.file.toRealPath());
		assertThat(descriptorInfo(to)).doesNotContainPattern(CLOSE_ON_EXEC);
		this.posix.close(from);
		this.posix.close(to);
	}

	@Test
	void fstatAndLstatReturnSameStatus() throws IOException {
		int descriptor = open();
		FileStatus open = this.posix.fstat(descriptor);
		FileStatus named = this.posix.lstat(this.file.toString());
		assertThat(named).isEqualTo(open);
		assertThat(named.sameFile(open)).isTrue();
		assertThat(open.size()).isEqualTo(7);
		assertThat(open.inode()).isEqualTo(Files.getAttribute(this.file, "unix:ino"));
		assertThat(open.mode()).isEqualTo(Files.getAttribute(this.file, "unix:mode"));
		assertThat(open.regular()).isTrue();
		assertThat(open.characterDevice()).isFalse();
		this.posix.close(descriptor);
	}

	@Test
	void lstatReturnsTypes() throws IOException {
		Path link = Files.createSymbolicLink(this.directory.resolve("link"), this.file);
		assertThat(type(link)).isEqualTo("symbolic link");
		assertThat(type(this.file)).isEqualTo("regular file");
		assertThat(type(this.directory)).isEqualTo("directory");
		assertThat(type(Path.of("/dev/null"))).isEqualTo("character device");
		assertThat(this.posix.lstat(this.directory.resolve("missing").toString())).isNull();
	}

	@Test
	void flockBelongsToOpenFile() throws IOException {
		int first = open();
		int second = open();
		assertThat(this.posix.flock(first, true)).isTrue();
		assertThat(this.posix.flock(first, true)).isTrue();
		assertThat(this.posix.flock(second, true)).isFalse();
		this.posix.close(first);
		assertThat(this.posix.flock(second, true)).isTrue();
		this.posix.close(second);
	}

	@Test
	void renameUnlinkAndTruncateActOnFile() throws IOException {
		int descriptor = open();
		Path renamed = this.directory.resolve("renamed");
		this.posix.rename(this.file.toString(), renamed.toString());
		assertThat(renamed).hasContent("content");
		this.posix.truncate(descriptor, 0);
		assertThat(renamed).isEmptyFile();
		this.posix.unlink(renamed.toString());
		assertThat(this.directory).isEmptyDirectory();
		this.posix.close(descriptor);
	}

	@Test
	void writeWhenPipeIsTooSmallWritesEverything() throws Exception {
		int[] pipe = this.posix.pipe();
		byte[] bytes = new byte[300_000];
		CompletableFuture<Integer> read = CompletableFuture.supplyAsync(() -> readAll(pipe[0]));
		this.posix.write(pipe[1], bytes);
		this.posix.close(pipe[1]);
		assertThat(read.get()).isEqualTo(bytes.length);
		this.posix.close(pipe[0]);
	}

	@Test
	void pwriteWritesAtOffset() throws IOException {
		int descriptor = open();
		this.posix.pwrite(descriptor, "XY".getBytes(StandardCharsets.US_ASCII), 3);
		assertThat(this.file).hasContent("conXYnt");
		this.posix.close(descriptor);
	}

	@Test
	void readlinkReadsBytes() throws IOException {
		assertThat(new String(this.posix.readlink("/proc/self/exe"), StandardCharsets.UTF_8))
			.isEqualTo(Files.readSymbolicLink(Path.of("/proc/self/exe")).toString());
	}

	@Test
	void monotonicMicrosIsTheClockOfNanoTime() throws IOException {
		long before = TimeUnit.NANOSECONDS.toMicros(System.nanoTime());
		assertThat(this.posix.monotonicMicros()).isBetween(before, TimeUnit.NANOSECONDS.toMicros(System.nanoTime()));
	}

	@Test
	void getrlimitReturnsLimitOfTheKernel() throws IOException {
		long soft = this.posix.getrlimit(Posix.RLIMIT_STACK)[0];
		assertThat(Files.readString(Path.of("/proc/self/limits")))
			.containsPattern("Max stack size +" + ((soft < 0) ? "unlimited" : soft) + " ");
	}

	@Test
	void signalMaskIsThatOfCallingThread() throws Exception {
		CompletableFuture.runAsync(() -> {
			try {
				this.posix.sigsetmask(Set.of(URG));
				assertThat(mask("/proc/thread-self/status", "SigBlk")).isEqualTo(bit(URG));
				this.posix.sigblock(Set.of(CONT));
				assertThat(mask("/proc/thread-self/status", "SigBlk")).isEqualTo(bit(URG) | bit(CONT));
				this.posix.sigunblock(Set.of(URG));
				assertThat(mask("/proc/thread-self/status", "SigBlk")).isEqualTo(bit(CONT));
				assertThat(this.posix.sigpending()).isEmpty();
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		}, (task) -> new Thread(task).start()).get();
	}

	@Test
	void pipeIsWritableUntilItIsFullOrBroken() throws IOException {
		int[] pipe = this.posix.pipe();
		assertThat(this.posix.writable(pipe[1])).isTrue();
		for (int page = 0; this.posix.writable(pipe[1]) && page < 1000; page++) {
			this.posix.write(pipe[1], new byte[4096]);
		}
		assertThat(this.posix.writable(pipe[1])).isFalse();
		this.posix.close(pipe[0]);
		assertThat(this.posix.writable(pipe[1])).isTrue();
		this.posix.close(pipe[1]);
		assertThat(this.posix.writable(pipe[1])).isTrue();
	}

	@Test
	void signalIsIgnoredAndReset() throws IOException {
		this.posix.signal(URG, true);
		assertThat(mask("/proc/self/status", "SigIgn") & bit(URG)).isNotZero();
		this.posix.signal(URG, false);
		assertThat(mask("/proc/self/status", "SigIgn") & bit(URG)).isZero();
	}

	@Test
	void sigignoreKeepsPendingSignal() throws Exception {
		CompletableFuture.runAsync(() -> {
			try {
				this.posix.sigblock(Set.of(ALRM));
				// Sent to the calling thread, so that no other thread can receive it
				NativeLibrary.getInstance("c").getFunction("raise").invokeInt(new Object[] { ALRM });
				this.posix.sigignore(ALRM);
				assertThat(mask("/proc/self/status", "SigIgn") & bit(ALRM)).isNotZero();
				assertThat(this.posix.sigpending()).containsExactly(ALRM);
				assertThat(ProcessHandle.current().children()).isEmpty();
				// In contrast, signal(2) discards it, which also cleans up here.
				this.posix.signal(ALRM, true);
				assertThat(this.posix.sigpending()).isEmpty();
				this.posix.signal(ALRM, false);
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		}, (task) -> new Thread(task).start()).get();
	}

	@Test
	void freezeBlocksEverySignal() throws Exception {
		CompletableFuture<String> id = new CompletableFuture<>();
		Thread thread = new Thread(() -> {
			try {
				id.complete(Files.readSymbolicLink(Path.of("/proc/thread-self")).getFileName().toString());
			}
			catch (IOException ex) {
				id.completeExceptionally(ex);
			}
			LockSupport.park();
		});
		thread.setDaemon(true);
		thread.start();
		String status = "/proc/self/task/" + id.get() + "/status";
		await().until(() -> thread.getState() == Thread.State.WAITING);
		assertThat(mask(status, "SigBlk") & bit(URG)).isZero();
		this.posix.freeze(Integer.parseInt(id.get()));
		await().until(() -> (mask(status, "SigBlk") & bit(URG)) != 0);
		assertThat(mask(status, "SigBlk") & 0x7FFFFFFF).isEqualTo(0x7FFBFEFF & 0x7FFFFFFF);
	}

	@Test
	void umaskSetsMaskAndReturnsPreviousOne() throws IOException {
		int before = this.posix.umask(027);
		assertThat(field("/proc/self/status", "Umask")).isEqualTo("0027");
		assertThat(this.posix.umask(before)).isEqualTo(027);
	}

	@Test
	void accessReturnsWhetherThisProcessHasPermission() {
		assertThat(this.posix.access(this.directory.toString(), Posix.W_OK | Posix.X_OK)).isTrue();
		assertThat(this.posix.access(this.directory.resolve("missing").toString(), Posix.W_OK)).isFalse();
	}

	@Test
	void accountsAreThoseOfUserDatabase() throws Exception {
		Account root = this.posix.getpwnam("root");
		assertThat(root).isEqualTo(new Account("root", 0, 0)).isEqualTo(this.posix.getpwuid(0));
		assertThat(this.posix.getpwnam("no such user")).isNull();
		assertThat(this.posix.getpwuid(4_000_000)).isNull();
		assertThat(this.posix.getgrnam("root")).hasValue(0);
		assertThat(this.posix.getgrnam("no such group")).isEmpty();
		assertThat(this.posix.geteuid()).isEqualTo(Integer.parseInt(output("id", "-u")));
		assertThat(this.posix.getegid()).isEqualTo(Integer.parseInt(output("id", "-g")));
	}

	@Test
	void groupsAreThoseOfInitgroups() throws Exception {
		Account nobody = nobody();
		List<String> expected = List.of(output("id", "-G", nobody.name()).split(" "));
		assertThat(this.posix.getgrouplist(nobody.name(), nobody.gid())).extracting(Integer::toUnsignedString)
			.containsExactlyInAnyOrderElementsOf(expected);
		assertThat(this.posix.getgrouplist(nobody.name(), 4711)).startsWith(4711);
	}

	@Test
	void withCredentialsChangesOneThreadOnly() throws Exception {
		assumeRoot();
		Credentials credentials = new Credentials(4711, 4712, List.of(4713, 4714));
		String before = ids("/proc/self/status");
		int result = this.posix.withCredentials(credentials, () -> {
			assertThat(ids("/proc/thread-self/status"))
				.isEqualTo("4711 4711 4711 4711, 4712 4712 4712 4712, 4713 4714");
			for (String set : List.of("CapInh", "CapPrm", "CapEff", "CapAmb")) {
				assertThat(field("/proc/thread-self/status", set)).as(set).isEqualTo("0000000000000000");
			}
			assertThat(this.posix.access(this.directory.toString(), Posix.W_OK)).isFalse();
			return 4711;
		});
		assertThat(result).isEqualTo(4711);
		assertThat(ids("/proc/thread-self/status")).isEqualTo(before);
		try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
			assertThat(threads.map(JnaPosixTests::idsIfAlive).flatMap(Optional::stream)).isNotEmpty()
				.containsOnly(before);
		}
	}

	// A thread may end after it was listed.
	private static Optional<String> idsIfAlive(Path thread) {
		try {
			return Optional.of(ids(thread + "/status"));
		}
		catch (IOException ex) {
			return Optional.empty();
		}
	}

	@Test
	void withCredentialsWhenNotRootIsRefused() throws Exception {
		assumeRoot();
		Credentials unprivileged = new Credentials(4711, 4712, List.of());
		assertThatExceptionOfType(PosixException.class)
			.isThrownBy(() -> this.posix.withCredentials(unprivileged,
					() -> this.posix.withCredentials(new Credentials(0, 0, List.of()), () -> 0)))
			.withMessage("change of user: Operation not permitted")
			.satisfies((ex) -> assertThat(ex.errno()).isEqualTo(PosixException.EPERM));
	}

	@Test
	void spawnSetsCredentialsAndDirectory() throws Exception {
		assumeRoot();
		Path workingDirectory = Files.createDirectories(Path.of("/tmp"));
		Files.setPosixFilePermissions(this.file, PosixFilePermissions.fromString("rw-rw-rw-"));
		int output = open();
		int pid = this.posix.spawn(new SpawnRequest(bytes("/bin/sh"),
				List.of(bytes("sh"), bytes("-c"), bytes("cat /proc/self/status; echo Cwd: $(pwd -P)")), List.of(),
				List.of(output, output, output), Set.of(), new Credentials(4711, 4712, List.of(4713, 4714)),
				bytes(workingDirectory.toString())));
		assertThat(this.posix.waitpid(pid).shellStatus()).isZero();
		this.posix.close(output);
		assertThat(ids(this.file.toString())).isEqualTo("4711 4711 4711 4711, 4712 4712 4712 4712, 4713 4714");
		assertThat(field(this.file.toString(), "CapEff")).isEqualTo("0000000000000000");
		assertThat(field(this.file.toString(), "CapPrm")).isEqualTo("0000000000000000");
		assertThat(field(this.file.toString(), "Cwd")).isEqualTo(workingDirectory.toRealPath().toString());
		assertThat(ProcessHandle.current().children()).isEmpty();
	}

	@Test
	void spawnWhenUserCannotEnterDirectoryIsRefused() throws Exception {
		assumeRoot();
		assertThatExceptionOfType(PosixException.class)
			.isThrownBy(() -> this.posix.spawn(new SpawnRequest(bytes("/bin/true"), List.of(bytes("true")), List.of(),
					List.of(), Set.of(), new Credentials(4711, 4712, List.of()), bytes(this.directory.toString()))))
			.withMessage("posix_spawn: Permission denied");
	}

	@Test
	void fchownChangesOwnerAndGroup() throws IOException {
		assumeRoot();
		int descriptor = open();
		this.posix.fchown(descriptor, 4711, 4712);
		this.posix.close(descriptor);
		assertThat(Files.getAttribute(this.file, "unix:uid")).isEqualTo(4711);
		assertThat(Files.getAttribute(this.file, "unix:gid")).isEqualTo(4712);
	}

	private void assumeRoot() {
		Assumptions.assumeTrue(this.posix.geteuid() == 0, "only root can run as another user");
	}

	private Account nobody() {
		Account nobody = this.posix.getpwnam("nobody");
		assertThat(nobody).isNotNull();
		return nobody;
	}

	private static String output(String... command) throws Exception {
		Process process = new ProcessBuilder(command).start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
		assertThat(process.waitFor()).isZero();
		return output;
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static String ids(String status) throws IOException {
		return field(status, "Uid") + ", " + field(status, "Gid") + ", " + field(status, "Groups");
	}

	private static String field(String status, String field) throws IOException {
		return Files.readAllLines(Path.of(status), StandardCharsets.ISO_8859_1)
			.stream()
			.filter((line) -> line.startsWith(field + ":"))
			.map((line) -> line.substring(field.length() + 1).strip().replace('\t', ' '))
			.findFirst()
			.orElseThrow();
	}

	private int open() throws PosixException {
		return this.posix.open(this.file.toString(), 0, OpenFlag.RDWR);
	}

	private String type(Path path) throws PosixException {
		FileStatus status = this.posix.lstat(path.toString());
		assertThat(status).isNotNull();
		return status.type();
	}

	private int readAll(int descriptor) {
		try {
			int size = 0;
			byte[] bytes;
			do {
				bytes = this.posix.read(descriptor, 1000);
				size += bytes.length;
			}
			while (bytes.length > 0);
			return size;
		}
		catch (PosixException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String descriptorInfo(int descriptor) throws IOException {
		return Files.readString(Path.of("/proc/self/fdinfo/" + descriptor));
	}

	private static long mask(String status, String field) throws IOException {
		return Files.readAllLines(Path.of(status), StandardCharsets.ISO_8859_1)
			.stream()
			.filter((line) -> line.startsWith(field))
			.mapToLong((line) -> Long.parseUnsignedLong(line.substring(field.length() + 1).strip(), 16))
			.findFirst()
			.orElseThrow();
	}

	private static long bit(int signal) {
		return 1L << (signal - 1);
	}

	/** Functions that no C library has, and one that each has. */
	interface NewerLibC {

		int other_call();

		int open();

		int no_such_call();

	}

}
