package io.jdaemon.output;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

import io.jdaemon.KernelTest;
import io.jdaemon.posix.Credentials;
import io.jdaemon.posix.OpenFlag;
import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixException;
import io.jdaemon.posix.PosixOverrides;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link OwnedFileOpener}, against the kernel; only root can run them.
 */
@KernelTest
class OwnedFileOpenerTests {

	private static final int UID = 4711;

	private static final int GID = 4712;

	private final Posix posix = PosixOverrides.real();

	@TempDir
	private Path directory;

	private Path file;

	@BeforeEach
	void openDirectory() throws IOException {
		Assumptions.assumeTrue(this.posix.geteuid() == 0, "only root can give files away");
		Files.setPosixFilePermissions(this.directory, PosixFilePermissions.fromString("rwxr-xr-x"));
		this.file = this.directory.resolve("orders.log");
	}

	@Test
	void openWhenRootOwnsDirectoryGivesFileAway() throws IOException {
		open(this.file);
		assertOwned(this.file);
		open(this.file);
	}

	@Test
	void openWhenRootOwnsDirectoryAndFileGivesFileAway() throws IOException {
		Files.writeString(this.file, "before");
		Files.setPosixFilePermissions(this.file, PosixFilePermissions.fromString("rw-r-----"));
		open(this.file);
		assertOwned(this.file);
		assertThat(this.file).hasContent("before");
	}

	@Test
	void openWhenUserOwnsDirectoryCreatesFileOfUser() throws IOException {
		giveToUser(this.directory);
		open(this.file);
		assertOwned(this.file);
	}

	@Test
	void openWhenUserHasCreatedLinkIsRefused() throws IOException {
		Path precious = preciousFile();
		giveToUser(this.directory);
		Files.createSymbolicLink(this.file, precious);
		assertRefused(this.file, precious);
	}

	@Test
	void openWhenUserOwnsDirectoryAndRootOwnsFileIsRefused() throws IOException {
		giveToUser(this.directory);
		Files.writeString(this.file, "precious");
		Files.setPosixFilePermissions(this.file, PosixFilePermissions.fromString("rw-r-----"));
		assertRefused(this.file, this.file);
	}

	@Test
	void openWhenUserHasLinkedDirectoryIsRefused() throws IOException {
		Path precious = preciousFile();
		Path home = Files.createDirectory(this.directory.resolve("home"));
		Files.createSymbolicLink(home.resolve("logs"), precious.getParent());
		giveToUser(home);
		assertRefused(home.resolve("logs").resolve(precious.getFileName()), precious);
	}

	@Test
	void openWhenRootHasLinkedDirectoryGivesFileAway() throws IOException {
		Path linked = Files.createDirectory(this.directory.resolve("linked"));
		Files.setPosixFilePermissions(linked, PosixFilePermissions.fromString("rwxr-xr-x"));
		Files.createSymbolicLink(this.directory.resolve("logs"), Path.of("linked"));
		open(this.directory.resolve("logs/orders.log"));
		assertOwned(linked.resolve("orders.log"));
	}

	private Path preciousFile() throws IOException {
		Path secret = Files.createDirectory(this.directory.resolve("etc"));
		Path precious = Files.writeString(secret.resolve("precious"), "precious");
		Files.setPosixFilePermissions(precious, PosixFilePermissions.fromString("rw-------"));
		return precious;
	}

	private static void giveToUser(Path path) throws IOException {
		Files.setAttribute(path, "unix:uid", UID);
		Files.setAttribute(path, "unix:gid", GID);
	}

	private void open(Path path) throws PosixException {
		int descriptor = new OwnedFileOpener(this.posix, new Credentials(UID, GID, List.of(GID))).open(path.toString(),
				0640, OpenFlag.WRONLY, OpenFlag.APPEND, OpenFlag.CREAT);
		this.posix.close(descriptor);
	}

	private static void assertOwned(Path path) throws IOException {
		assertThat(Files.getAttribute(path, "unix:uid")).isEqualTo(UID);
		assertThat(Files.getAttribute(path, "unix:gid")).isEqualTo(GID);
	}

	private void assertRefused(Path path, Path precious) throws IOException {
		assertThatExceptionOfType(PosixException.class).isThrownBy(() -> open(path))
			.satisfies((ex) -> assertThat(ex.errno()).isEqualTo(PosixException.EACCES));
		assertThat(precious).hasContent("precious");
		assertThat(Files.getAttribute(precious, "unix:uid")).isEqualTo(0);
	}

}
