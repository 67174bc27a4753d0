package io.jdaemon.warm;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link JarIntegrity}.
 */
class JarIntegrityTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path directory;

	@Test
	void manifestOfWholeJarIsItsOwn() throws IOException {
		Manifest manifest = JarIntegrity.manifest(write("whole.jar", outer()));
		assertThat(manifest).isNotNull();
		assertThat(manifest.getMainAttributes().getValue("Main-Class")).isEqualTo("Outer");
	}

	@Test
	void manifestOfJarCutAfterNestedLibraryThrows() throws IOException {
		byte[] outer = outer();
		byte[] inner = jar("Inner", Map.of());
		int innerEnd = indexOf(outer, inner) + inner.length;
		File cut = write("cut.jar", Arrays.copyOf(outer, innerEnd + 100));
		try (JarFile trap = new JarFile(cut)) {
			assertThat(trap.getManifest().getMainAttributes().getValue("Main-Class")).isEqualTo("Inner");
		}
		assertThatIOException().isThrownBy(() -> JarIntegrity.manifest(cut)).withMessage("its end is missing");
	}

	@Test
	void manifestOfJarCutAnywhereThrows() throws IOException {
		byte[] outer = outer();
		for (int length = 0; length < outer.length; length += 7) {
			File cut = write("cut.jar", Arrays.copyOf(outer, length));
			assertThatIOException().as("%d bytes", length).isThrownBy(() -> JarIntegrity.manifest(cut));
		}
	}

	@Test
	void manifestOfJarWithPreambleIsRead() throws IOException {
		byte[] script = "#!/bin/sh\nexec java -jar $0\n".getBytes(StandardCharsets.US_ASCII);
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		bytes.write(script);
		bytes.write(outer());
		assertThat(JarIntegrity.manifest(write("script.jar", bytes.toByteArray()))).isNotNull();
	}

	private static byte[] outer() throws IOException {
		return jar("Outer", Map.of("BOOT-INF/lib/inner.jar", jar("Inner", Map.of()), "last", new byte[500]));
	}

	private static byte[] jar(String mainClass, Map<String, byte[]> stored) throws IOException {
		Manifest manifest = new Manifest();
		manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
		manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, mainClass);
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (JarOutputStream jar = new JarOutputStream(bytes)) {
			put(jar, "META-INF/MANIFEST.MF", manifestBytes(manifest));
			for (String name : stored.keySet().stream().sorted().toList()) {
				put(jar, name, stored.getOrDefault(name, new byte[0]));
			}
		}
		return bytes.toByteArray();
	}

	private static byte[] manifestBytes(Manifest manifest) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		manifest.write(bytes);
		return bytes.toByteArray();
	}

	private static void put(JarOutputStream jar, String name, byte[] content) throws IOException {
		ZipEntry entry = new ZipEntry(name);
		entry.setMethod(ZipEntry.STORED);
		entry.setTime(0);
		entry.setSize(content.length);
		CRC32 crc = new CRC32();
		crc.update(content);
		entry.setCrc(crc.getValue());
		jar.putNextEntry(entry);
		jar.write(content);
		jar.closeEntry();
	}

	private File write(String name, byte[] content) throws IOException {
		return Files.write(this.directory.resolve(name), content).toFile();
	}

	private static int indexOf(byte[] all, byte[] part) {
		for (int i = 0; i <= all.length - part.length; i++) {
			if (Arrays.equals(all, i, i + part.length, part, 0, part.length)) {
				return i;
			}
		}
		throw new IllegalArgumentException("not contained");
	}

}
