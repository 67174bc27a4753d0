package io.jdaemon.restart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.jdaemon.KernelTest;
import io.jdaemon.pidfile.PidFile;
import io.jdaemon.pidfile.PidFileHeldException;
import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixOverrides;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of {@link PidFileTransfer} against the kernel.
 */
@KernelTest
class PidFileTransferTests {

	private final Posix posix = PosixOverrides.real();

	@TempDir
	private Path directory;

	private Path path;

	private PidFile own;

	private PidFileTransfer transfer;

	@BeforeEach
	void prepare() throws IOException {
		this.path = this.directory.resolve("orders.pid");
		this.own = PidFile.claim(this.posix, this.path.toString());
		this.own.publish(4711);
		this.transfer = PidFileTransfer.prepare(this.own);
	}

	@Test
	void publishedFileIsLockedUntilBothHaveEnded() throws IOException {
		// Stands for the copy of the descriptor that a successor would have.
		int inSuccessor = this.posix.dup(this.transfer.claimed().descriptor());
		this.transfer.claimed().publish(4712);
		this.own.release();
		assertThat(this.path).hasContent("4712\n");
		this.posix.close(inSuccessor);
		assertHeld();
		this.transfer.claimed().close();
		assertFree();
	}

	@Test
	void keepWhenSuccessorHasNotPublishedLeavesTheFileAsItIs() throws IOException {
		this.transfer.keep(4711);
		assertThat(files()).containsExactly(this.path);
		assertThat(this.path).hasContent("4711\n");
		assertHeld();
		assertReleaseRemovesFile();
	}

	@Test
	void keepWhenSuccessorHasPublishedPublishesAgain() throws IOException {
		this.transfer.claimed().publish(4712);
		this.transfer.keep(4711);
		assertThat(files()).containsExactly(this.path);
		assertThat(this.path).hasContent("4711\n");
		assertHeld();
		PidFileTransfer next = PidFileTransfer.prepare(this.own);
		next.keep(4711);
		assertReleaseRemovesFile();
	}

	@Test
	void keepWhenSuccessorHasPublishedSetsCloseOnExec() throws IOException {
		this.transfer.claimed().publish(4712);
		this.transfer.keep(4711);
		assertThat(Files.readString(Path.of("/proc/self/fdinfo/" + this.own.descriptor())))
			.containsPattern("flags:\\s+02\\d{6}\n");
		this.own.release();
	}

	private void assertReleaseRemovesFile() throws IOException {
		this.own.release();
		assertThat(files()).isEmpty();
		assertFree();
	}

	private void assertHeld() {
		assertThatExceptionOfType(PidFileHeldException.class)
			.isThrownBy(() -> PidFile.claim(this.posix, this.path.toString()));
	}

	private void assertFree() throws IOException {
		PidFile.claim(this.posix, this.path.toString()).release();
	}

	private List<Path> files() throws IOException {
		try (Stream<Path> files = Files.list(this.directory)) {
			return files.toList();
		}
	}

}
