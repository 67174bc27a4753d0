package io.jdaemon.pidfile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

import io.jdaemon.KernelTest;
import io.jdaemon.posix.PosixOverrides;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link DeletedPidFile}.
 */
@KernelTest
class DeletedPidFileTests {

	@TempDir
	private Path directory;

	private Path path;

	private Process holder;

	@BeforeEach
	void hold() throws IOException {
		this.path = this.directory.resolve("orders.pid");
		this.holder = new ProcessBuilder("sh", "-c",
				"exec 9>orders.pid; flock -x 9; echo $$ >&9; touch locked; exec sleep 600")
			.directory(this.directory.toFile())
			.start();
		await().atMost(20, TimeUnit.SECONDS).until(() -> Files.exists(this.directory.resolve("locked")));
	}

	@AfterEach
	void endHolder() throws InterruptedException {
		this.holder.destroyForcibly().waitFor();
	}

	@Test
	void requireNoneWhenFileWasDeletedNamesTheHolder() throws Exception {
		Files.delete(this.path);
		assertThatExceptionOfType(PidFileHeldException.class)
			.isThrownBy(() -> DeletedPidFile.requireNone(this.path.toString()))
			.satisfies((ex) -> assertThat(ex.holder()).isEqualTo(OptionalInt.of((int) this.holder.pid())));
		endHolder();
		assertThatNoException().isThrownBy(() -> DeletedPidFile.requireNone(this.path.toString()));
	}

	@Test
	void claimForStartWhenFileWasDeletedLeavesNothing() throws IOException {
		Files.delete(this.path);
		assertThatExceptionOfType(PidFileHeldException.class)
			.isThrownBy(() -> PidFile.claimForStart(PosixOverrides.real(), this.path.toString()));
		assertThat(this.directory).isDirectoryNotContaining((file) -> file.toString().contains("pid"));
	}

	@Test
	void requireNoneSeesThroughSymbolicLinks() throws Exception {
		Path link = Files.createSymbolicLink(this.directory.resolve("link"), this.directory);
		Files.delete(this.path);
		assertThatExceptionOfType(PidFileHeldException.class)
			.isThrownBy(() -> DeletedPidFile.requireNone(link.resolve("orders.pid").toString()));
	}

	@Test
	void requireNoneLeavesOtherFilesAlone() {
		assertThatNoException().isThrownBy(() -> DeletedPidFile.requireNone(this.path.toString()));
		assertThatNoException()
			.isThrownBy(() -> DeletedPidFile.requireNone(this.directory.resolve("other.pid").toString()));
	}

}
