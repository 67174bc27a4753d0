package io.jdaemon.warm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

import io.jdaemon.KernelTest;
import io.jdaemon.posix.OpenFlag;
import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixOverrides;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StaleVersions}.
 */
@KernelTest
class StaleVersionsTests {

	private final Posix posix = PosixOverrides.real();

	@TempDir
	private Path directory;

	@Test
	void lastUsedVersionsAreKept() throws IOException {
		Path own = version("0000000000000001", 1);
		version("0000000000000002", 2);
		version("0000000000000003", 3);
		version("0000000000000004", 4);
		Files.createDirectories(this.directory.resolve("0000000000000005/lib"));
		Files.createDirectory(this.directory.resolve(".tmp-0000000000000006"));
		Files.createDirectory(this.directory.resolve("other"));
		Files.createFile(this.directory.resolve(".lock"));
		stale().remove(1, own);
		assertThat(this.directory.toFile().list()).containsExactlyInAnyOrder("0000000000000001", "0000000000000004",
				"other", ".lock");
	}

	@Test
	void versionThatAProcessRunsFromIsKept() throws IOException {
		Path own = version("0000000000000001", 3);
		version("0000000000000002", 2);
		Path used = version("0000000000000003", 1);
		int lock = this.posix.open(used.resolve(WarmVersion.LIST).toString(), 0, OpenFlag.RDONLY);
		this.posix.flock(lock, false);
		stale().remove(1, own);
		assertThat(used).exists();
		this.posix.close(lock);
		stale().remove(1, own);
		assertThat(used).doesNotExist();
	}

	private StaleVersions stale() {
		return new StaleVersions(this.posix, this.directory);
	}

	private Path version(String name, int lastUse) throws IOException {
		Path version = Files.createDirectories(this.directory.resolve(name).resolve("lib")).getParent();
		Files.createFile(version.resolve("lib/a.jar"));
		Path list = Files.createFile(version.resolve(WarmVersion.LIST));
		Files.setLastModifiedTime(list, FileTime.from(Instant.ofEpochSecond(lastUse)));
		return version;
	}

}
