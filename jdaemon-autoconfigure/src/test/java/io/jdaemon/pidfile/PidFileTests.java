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
		assertThat(this.hidden).isEmptyFile();
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
		claim().publish(4711);
		assertThatExceptionOfType(PidFileHeldException.class).isThrownBy(this::claim)
			.satisfies((ex) -> assertThat(ex.holder()).isEqualTo(OptionalInt.of(4711)));
		assertThat(this.path).hasContent("4711\n");
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
	void claimWhenFileIsGarbageReplacesIt() throws IOException {
		Files.write(this.path, new byte[100_000]);
		claim().publish(4712);
		assertThat(this.path).hasContent("4712\n");
	}

	@Test
	void claimWhenHiddenFileIsStaleReplacesIt() throws IOException {
		Files.writeString(this.hidden, "4711471147114711\n");
		claim().publish(4712);
		assertThat(this.path).hasContent("4712\n");
		assertThat(files()).containsExactly(this.path);
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
		assertThatExceptionOfType(PosixException.class).isThrownBy(this::claim)
			.satisfies((ex) -> assertThat(ex.errno()).isEqualTo(PosixException.ELOOP));
		assertThat(target).hasContent("precious");
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
		Files.writeString(this.path, "4711\n");
		int descriptor = this.posix.open(this.path.toString(), 0, OpenFlag.RDONLY);
		assertThat(this.posix.flock(descriptor, true)).isTrue();
		assertThatExceptionOfType(PidFileHeldException.class).isThrownBy(this::claim)
			.satisfies((ex) -> assertThat(ex.holder()).isEqualTo(OptionalInt.of(4711)));
		this.posix.close(descriptor);
		assertThat(this.path).hasContent("4711\n");
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

	private List<Path> files() throws IOException {
		try (Stream<Path> files = Files.list(this.directory)) {
			return files.toList();
		}
	}

}
