package io.jdaemon.warm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link JarVersion}.
 */
class JarVersionTests {

	private static final FileTime TIME = FileTime.from(Instant.ofEpochSecond(1_700_000_000));

	@TempDir
	private Path directory;

	@Test
	void jarOfSameSizeAndTimeIsAnotherVersion() throws IOException {
		JarVersion first = version("entry-1");
		JarVersion second = version("entry-2");
		assertThat(second.size()).isEqualTo(first.size());
		assertThat(second.modified()).isEqualTo(first.modified());
		assertThat(second).isNotEqualTo(first);
		assertThat(version("entry-1")).isEqualTo(first);
	}

	@Test
	void jarOfAnotherSecondIsAnotherVersion() throws IOException {
		JarVersion first = version("entry-1");
		Files.setLastModifiedTime(jar(), FileTime.from(Instant.ofEpochSecond(1_700_000_000, 999_999_999)));
		assertThat(JarVersion.read(jar().toString())).isEqualTo(first);
		Files.setLastModifiedTime(jar(), FileTime.from(Instant.ofEpochSecond(1_700_000_001)));
		assertThat(JarVersion.read(jar().toString())).isNotEqualTo(first);
	}

	@Test
	void jarWithoutItsEndHasNoVersion() throws IOException {
		version("entry-1");
		byte[] content = Files.readAllBytes(jar());
		Files.write(jar(), Arrays.copyOf(content, content.length / 2));
		assertThatIOException().isThrownBy(() -> JarVersion.read(jar().toString())).withMessage("its end is missing");
	}

	@Test
	void directoryHasNoVersion() {
		assertThatIOException().isThrownBy(() -> JarVersion.read(this.directory.toString()))
			.withMessage("it is not a file");
	}

	private JarVersion version(String entry) throws IOException {
		TestJar.write(jar(), TestJar.EXECUTABLE, entry);
		Files.setLastModifiedTime(jar(), TIME);
		return JarVersion.read(jar().toString());
	}

	private Path jar() {
		return this.directory.resolve("orders.jar");
	}

}
