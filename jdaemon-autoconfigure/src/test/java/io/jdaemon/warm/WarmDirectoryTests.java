package io.jdaemon.warm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import io.jdaemon.KernelTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link WarmDirectory}.
 */
@KernelTest
class WarmDirectoryTests {

	@TempDir
	private Path parent;

	private Path path;

	private WarmDirectory directory;

	@BeforeEach
	void createDirectory() throws IOException {
		this.path = this.parent.toRealPath().resolve(".orders-warm");
		this.directory = new WarmDirectory(this.path.toString(), user());
	}

	@Test
	void createdDirectoryIsPrivate() throws Exception {
		this.directory.create();
		assertThat(Files.getPosixFilePermissions(this.path)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
		assertThatCode(this.directory::create).doesNotThrowAnyException();
	}

	@Test
	void directoryThatGroupCanWriteToIsRefused() throws Exception {
		this.directory.create();
		Files.setPosixFilePermissions(this.path, PosixFilePermissions.fromString("rwxrwx---"));
		assertRefused("can be written to by other users");
	}

	@Test
	void directoryThatOthersCanWriteToIsRefused() throws Exception {
		this.directory.create();
		Files.setPosixFilePermissions(this.path, PosixFilePermissions.fromString("rwx----w-"));
		assertRefused("can be written to by other users");
	}

	@Test
	void directoryThatOthersCanReadIsUsed() throws Exception {
		this.directory.create();
		Files.setPosixFilePermissions(this.path, PosixFilePermissions.fromString("rwxr-xr-x"));
		assertThatCode(this.directory::requirePrivate).doesNotThrowAnyException();
	}

	@Test
	void directoryOfAnotherUserIsRefused() throws Exception {
		this.directory.create();
		this.directory = new WarmDirectory(this.path.toString(), user() + 1);
		assertRefused("belongs to the user with the ID " + user() + ", not to the application's");
	}

	@Test
	void linkIsRefused() throws Exception {
		Path target = Files.createDirectory(this.parent.resolve("target"),
				PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
		Files.createSymbolicLink(this.path, target);
		assertRefused("is a symbolic link");
	}

	@Test
	void fileIsRefused() throws Exception {
		Files.createFile(this.path);
		assertRefused("is not a directory");
	}

	@Test
	void directoryThatOthersCanReplaceIsRefused() throws Exception {
		this.directory.create();
		Files.setPosixFilePermissions(this.parent, PosixFilePermissions.fromString("rwxrwxrwx"));
		assertRefused("can be replaced by other users, who can write to " + this.parent.toRealPath());
		Files.setAttribute(this.parent, "unix:mode", 01777);
		assertThatCode(this.directory::requirePrivate).doesNotThrowAnyException();
	}

	@Test
	void missingDirectoryHasNoCacheYet() {
		assertThatExceptionOfType(ColdStartException.class).isThrownBy(this.directory::requirePrivate)
			.withMessage("There is no cache yet in " + this.path + ".");
	}

	@Test
	void directoryThatCannotBeCreatedIsNamed() {
		WarmDirectory below = new WarmDirectory(this.path + "/a/b", user());
		assertThatExceptionOfType(ColdStartException.class).isThrownBy(below::create)
			.withMessageStartingWith(
					"The directory " + this.path + "/a/b (jdaemon.warm-start-directory) cannot be created");
	}

	private void assertRefused(String problem) {
		assertThatExceptionOfType(ColdStartException.class).isThrownBy(this.directory::create)
			.withMessageStartingWith("The directory " + this.path
					+ " (jdaemon.warm-start-directory) is not used, because it " + problem);
	}

	private int user() {
		try {
			return (int) Files.getAttribute(this.parent, "unix:uid");
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
