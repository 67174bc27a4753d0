package io.jdaemon.pidfile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

import io.jdaemon.KernelTest;
import io.jdaemon.posix.OpenFlag;
import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixException;
import io.jdaemon.posix.PosixOverrides;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link PidFile}, one process at a time, against the kernel.
 */
@KernelTest
class PidFileTests {

	private final Posix posix = PosixOverrides.real();

	@TempDir
	private Path directory;

	private Path path;

	private Path hidden;

	@BeforeEach
	void nameFiles() {
		this.path = this.directory.resolve("orders.pid");
		this.hidden = this.directory.resolve(".orders.pid.lock");
	}

	@Test
	void claimShowsNothingUnderTheName() throws IOException {
		claim();
		assertThat(this.path).doesNotExist();
		assertThat(this.hidden).hasContent("starting\n");
	}

	@Test
	void publishWritesPidAndLeavesNoOtherFile() throws IOException {
		claim().publish(4711);
		assertThat(this.path).hasContent("4711\n");
		assertThat(files()).containsExactly(this.path);
	}

	@Test
	void publishTwiceLeavesTheFileAsItIs() throws IOException {
		PidFile file = claim();
		file.publish(4711);
		file.publish(4712);
		assertThat(this.path).hasContent("4711\n");
	}

	@Test
	void retireHidesTheFileAndKeepsTheLock() throws IOException {
		PidFile file = claim();
		file.publish(4711);
		file.retire();
		assertThat(files()).containsExactly(this.hidden);
		assertThatExceptionOfType(PidFileHeldException.class).isThrownBy(this::claim);
		file.release();
		assertThat(files()).isEmpty();
	}

	@Test
	void releaseRemovesTheFileAndFreesTheLock() throws IOException {
		PidFile file = claim();
		file.publish(4711);
		file.release();
		assertThat(files()).isEmpty();
		claim().publish(4712);
		assertThat(this.path).hasContent("4712\n");
	}

	@Test
	void leaveHidesTheFileAndKeepsTheLock() throws IOException {
		PidFile file = claim();
		file.publish(4711);
		file.leave();
		assertThat(files()).containsExactly(this.hidden);
		assertThatExceptionOfType(PidFileHeldException.class).isThrownBy(this::claim);
		file.release();
		assertThat(files()).isEmpty();
	}

	@Test
	void publishAfterReleasingIsRefused() throws IOException {
		PidFile file = claim();
		file.release();
		// The descriptor may be that of another file by now.
		assertThatIOException().isThrownBy(() -> file.publish(4711)).withMessage("the process is stopping");
	}

	@Test
	void claimForSuccessorWhenItsFileIsRemovedBeforeItIsLockedCreatesAnother() throws IOException {
		boolean[] removed = new boolean[1];
		Posix interrupted = PosixOverrides.with(new Object() {
			boolean flock(int descriptor, boolean exclusive) throws IOException {
				if (!removed[0] && Files.exists(PidFileTests.this.path)) {
					removed[0] = true;
					Files.delete(PidFileTests.this.hidden);
				}
				return PidFileTests.this.posix.flock(descriptor, exclusive);
			}
		});
		PidFile file = PidFile.claim(interrupted, this.path.toString());
		file.publish(4711);
		file.claimSuccessor().publish(4712);
		assertThat(removed[0]).isTrue();
		assertThat(this.path).hasContent("4712\n");
	}

	@Test
	void releaseTwiceLeavesTheNextHolderAlone() throws IOException {
		PidFile first = claim();
		first.publish(4711);
		first.release();
		claim().publish(4712);
		first.release();
		first.retire();
		assertThat(this.path).hasContent("4712\n");
	}

	@Test
	void releaseWhenOnlyClaimedLeavesNothing() throws IOException {
		claim().release();
		assertThat(files()).isEmpty();
	}

	@Test
	void claimWhenPublishedNamesTheHolder() throws IOException {
		int pid = (int) ProcessHandle.current().pid();
		claim().publish(pid);
		assertThatExceptionOfType(PidFileHeldException.class).isThrownBy(this::claim)
			.satisfies((ex) -> assertThat(ex.holder()).isEqualTo(OptionalInt.of(pid)));
		assertThat(this.path).hasContent(pid + "\n");
	}

	@Test
	void claimWhenThePublishedProcessHasEndedNamesNoHolder() throws Exception {
		Process ended = new ProcessBuilder("true").start();
		ended.waitFor();
		claim().publish(ended.pid());
		assertThatExceptionOfType(PidFileHeldException.class).isThrownBy(this::claim)
			.satisfies((ex) -> assertThat(ex.holder()).isEmpty());
	}

	@Test
	void claimWhenClaimedNamesNoHolder() throws IOException {
		PidFile first = claim();
		assertThatExceptionOfType(PidFileHeldException.class).isThrownBy(this::claim)
			.satisfies((ex) -> assertThat(ex.holder()).isEmpty());
		first.publish(4711);
		assertThat(this.path).hasContent("4711\n");
	}

	@Test
	void claimWhenFileIsStaleReplacesIt() throws IOException {
		Files.writeString(this.path, "4711\n");
		PidFile file = claim();
		assertThat(this.path).doesNotExist();
		file.publish(4712);
		assertThat(this.path).hasContent("4712\n");
	}

	@Test
	void claimWhenFileHoldsMoreThanPidIsRefused() throws IOException {
		Files.writeString(this.path, "server.port: 8080\nspring.application.name: orders\n");
		assertThatIOException().isThrownBy(this::claim)
			.withMessage("there is a file with more in it than a PID, 50 bytes");
		assertThat(this.path).hasSize(50);
		assertThat(files()).containsExactly(this.path);
	}

	@Test
	void claimWhenFileIsGarbageReplacesIt() throws IOException {
		Files.write(this.path, new byte[32]);
		claim().publish(4712);
		assertThat(this.path).hasContent("4712\n");
	}

	@Test
	void claimWhenDirectoryIsRefused() throws IOException {
		Files.createDirectory(this.path);
		assertThatIOException().isThrownBy(this::claim).withMessage("it is a directory");
		assertThat(files()).containsExactly(this.path);
	}

	@Test
	void claimWhenFifoIsRefused() throws Exception {
		assertThat(new ProcessBuilder("mkfifo", this.path.toString()).start().waitFor()).isZero();
		assertThatIOException().isThrownBy(this::claim).withMessage("it is a fifo");
		assertThat(files()).containsExactly(this.path);
	}

	@Test
	void claimWhenSymbolicLinkIsRefusedAndTargetUntouched() throws IOException {
		Path target = Files.writeString(this.directory.resolve("target"), "precious");
		Files.createSymbolicLink(this.path, target);
		assertThatIOException().isThrownBy(this::claim).withMessage("it is a symbolic link");
		assertThat(target).hasContent("precious");
		assertThat(files()).containsExactlyInAnyOrder(this.path, target);
	}

	@Test
	void claimWhenHiddenNameIsSymbolicLinkIsRefusedAndTargetUntouched() throws IOException {
		Path target = Files.writeString(this.directory.resolve("target"), "precious");
		Files.createSymbolicLink(this.hidden, target);
		assertThatIOException().isThrownBy(this::claim)
			.withMessage(this.hidden + ", which jdaemon locks first, is a symbolic link");
		assertThat(target).hasContent("precious");
		assertThat(this.hidden).isSymbolicLink();
	}

	@Test
	void claimWhenHiddenNameIsHardLinkIsRefusedAndTargetUntouched() throws IOException {
		Path target = Files.writeString(this.directory.resolve("target"), "precious");
		Files.createLink(this.hidden, target);
		assertThatIOException().isThrownBy(this::claim)
			.withMessage(this.hidden + ", which jdaemon locks first, has a content that is not jdaemon's");
		assertThat(target).hasContent("precious");
		assertThat(files()).containsExactlyInAnyOrder(this.hidden, target);
	}

	@Test
	void claimWhenHiddenNameIsHardLinkToPidFileOfOthersLeavesThatUntouched() throws IOException {
		Path target = Files.writeString(this.directory.resolve("target"), "815\n");
		Files.createLink(this.hidden, target);
		claim().publish(4711);
		assertThat(target).hasContent("815\n");
		assertThat(this.path).hasContent("4711\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "starting\n", "47\nrting\n", "4711\n", "4711471147114711\n", "\0\0\0\0\0" })
	void claimWhenHiddenFileIsLeftReplacesIt(String content) throws IOException {
		Files.writeString(this.hidden, content);
		claim().publish(4712);
		assertThat(this.path).hasContent("4712\n");
		assertThat(files()).containsExactly(this.path);
	}

	@Test
	void claimWhenDiskIsFullLeavesNothing() throws IOException {
		Posix full = PosixOverrides.with(new Object() {
			void pwrite(int descriptor, byte[] bytes, long offset) throws PosixException {
				throw new PosixException("pwrite", 28, "No space left on device");
			}
		});
		assertThatExceptionOfType(PosixException.class).isThrownBy(() -> PidFile.claim(full, this.path.toString()))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo("No space left on device"));
		assertThat(files()).isEmpty();
		assertThat(openFiles()).noneMatch((file) -> file.startsWith(this.directory.toString()));
	}

	@Test
	void claimWhenFileSystemHasNoLocksLeavesNothing() throws IOException {
		Posix lockless = PosixOverrides.with(new Object() {
			boolean flock(int descriptor, boolean exclusive) throws PosixException {
				throw new PosixException("flock", 37, "No locks available");
			}
		});
		assertThatIOException().isThrownBy(() -> PidFile.claim(lockless, this.path.toString()))
			.withMessage("its file system cannot lock it: No locks available");
		assertThat(files()).isEmpty();
	}

	@Test
	void publishTakesNoSpaceThatTheClaimHasNotTaken() throws IOException {
		long[] size = new long[1];
		Posix watched = PosixOverrides.with(new Object() {
			void pwrite(int descriptor, byte[] bytes, long offset) throws IOException {
				size[0] = Math.max(size[0], PidFileTests.this.posix.fstat(descriptor).size());
				assertThat(size[0] == 0 || offset + bytes.length <= size[0]).isTrue();
				PidFileTests.this.posix.pwrite(descriptor, bytes, offset);
			}
		});
		PidFile.claim(watched, this.path.toString()).publish(4194304);
		assertThat(this.path).hasContent("4194304\n");
		assertThat(size[0]).isPositive();
	}

	@Test
	void claimWhenDirectoryIsMissingReportsThat() {
		this.path = this.directory.resolve("missing/orders.pid");
		assertThatExceptionOfType(PosixException.class).isThrownBy(this::claim)
			.satisfies((ex) -> assertThat(ex.errno()).isEqualTo(PosixException.ENOENT));
	}

	@Test
	void releaseWhenFileWasReplacedLeavesTheOther() throws IOException {
		PidFile file = claim();
		file.publish(4711);
		Files.delete(this.path);
		Files.writeString(this.path, "of another program\n");
		file.retire();
		file.release();
		assertThat(this.path).hasContent("of another program\n");
		assertThat(files()).containsExactly(this.path);
	}

	@Test
	void releaseWhenFileWasRemovedSucceeds() throws IOException {
		PidFile file = claim();
		file.publish(4711);
		Files.delete(this.path);
		file.retire();
		file.release();
		assertThat(files()).isEmpty();
	}

	@Test
	void inheritedFileIsTheSameUnderEitherName() throws IOException {
		PidFile file = claim();
		assertThat(inherited(file)).isNotNull();
		file.publish(4711);
		PidFile next = inherited(file);
		assertThat(next).isNotNull();
		next.publish(4712);
		assertThat(this.path).hasContent("4711\n");
		next.release();
		assertThat(files()).isEmpty();
	}

	@Test
	void inheritedWhenNameIsAnothersIsNone() throws IOException {
		PidFile file = claim();
		file.publish(4711);
		Path other = this.directory.resolve("other.pid");
		assertThat(PidFile.inherited(this.posix, other.toString(), file.descriptor())).isNull();
	}

	@Test
	void ofDescriptorReleasesTheFileUnderAnyName() throws IOException {
		PidFile file = claim();
		PidFile.of(this.posix, file.descriptor()).release();
		assertThat(files()).isEmpty();
		PidFile next = claim();
		next.publish(4711);
		PidFile.of(this.posix, next.descriptor()).release();
		assertThat(files()).isEmpty();
	}

	@Test
	void descriptorIsClosedOnExec() throws IOException {
		int descriptor = claim().descriptor();
		assertThat(Files.readString(Path.of("/proc/self/fdinfo/" + descriptor))).containsPattern("flags:\t02\\d{6}\n");
	}

	@Test
	void pathIsTheConfiguredOne() throws IOException {
		assertThat(claim().path()).isEqualTo(this.path.toString());
		assertThat(Files.isRegularFile(this.hidden, LinkOption.NOFOLLOW_LINKS)).isTrue();
	}

	@Test
	void claimWhenAnotherProcessHasLockedTheFileIsRefused() throws IOException {
		int pid = (int) ProcessHandle.current().pid();
		Files.writeString(this.path, pid + "\n");
		int descriptor = this.posix.open(this.path.toString(), 0, OpenFlag.RDONLY);
		assertThat(this.posix.flock(descriptor, true)).isTrue();
		assertThatExceptionOfType(PidFileHeldException.class).isThrownBy(this::claim)
			.satisfies((ex) -> assertThat(ex.holder()).isEqualTo(OptionalInt.of(pid)));
		this.posix.close(descriptor);
		assertThat(this.path).hasContent(pid + "\n");
	}

	@Test
	void publishWhenHiddenFileIsReplacedLeavesTheOtherFile() throws IOException {
		PidFile file = claim();
		Path hidden = Path.of(file.hiddenPath());
		Files.delete(hidden);
		Files.writeString(hidden, "another's");
		assertThatIOException().isThrownBy(() -> file.publish(4711)).withMessageContaining("was removed or replaced");
		assertThat(hidden).hasContent("another's");
		assertThat(this.path).doesNotExist();
	}

	@Test
	void publishAfterRetiringIsRefused() throws IOException {
		PidFile file = claim();
		file.retire();
		assertThatIOException().isThrownBy(() -> file.publish(4711)).withMessage("the process is stopping");
		assertThat(this.path).doesNotExist();
		file.release();
		assertThatIOException().isThrownBy(() -> file.publish(4711));
	}

	private PidFile claim() throws IOException {
		return PidFile.claim(this.posix, this.path.toString());
	}

	private PidFile inherited(PidFile file) throws IOException {
		return PidFile.inherited(this.posix, this.path.toString(), file.descriptor());
	}

	private static List<String> openFiles() throws IOException {
		try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
			return descriptors.filter(Files::isSymbolicLink).map(PidFileTests::target).toList();
		}
	}

	private static String target(Path descriptor) {
		try {
			return Files.readSymbolicLink(descriptor).toString();
		}
		catch (IOException ex) {
			// closed meanwhile
			return "";
		}
	}

	private List<Path> files() throws IOException {
		try (Stream<Path> files = Files.list(this.directory)) {
			return files.toList();
		}
	}

}
